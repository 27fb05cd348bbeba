//! Runs that stay in this browser, in IndexedDB: the entries in one store and the run files in another,
//! so that listing reads no run.
//!
//! The database is open for one step at a time. No tab waits for another that way, and one that was
//! deleted or damaged meanwhile is met afresh by the next step.

#![allow(
    unsafe_code,
    reason = "the attribute calls a function of another module, whose signature it takes from this one"
)]

use std::cell::Cell;
use std::rc::Rc;

use futures::channel::oneshot;
use futures::future::{LocalBoxFuture, try_join};
use idb::{
    Database, DatabaseEvent, Error, Factory, ObjectStoreParams, Request, Transaction,
    TransactionMode,
};
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use wasm_bindgen::JsValue;
use web_sys::{DomException, Event};

use crate::record::shelf::{NoShelf, Result, Shelf};

const NAME: &str = "tandem";
/// Of the two stores. A database of a later one cannot be opened.
const VERSION: u32 = 1;
const ENTRIES: &str = "entries";
const RUNS: &str = "runs";

/// The place that this browser has for the page. What goes to it comes with the part of the program that writes runs:
/// without that there is nothing to keep or to list.
#[derive(Clone, Copy, Debug)]
pub struct BrowserShelf;

impl Shelf for BrowserShelf {
    fn list(&self) -> LocalBoxFuture<'static, Result<Vec<(String, String)>>> {
        Box::pin(async { database().await?.list().await })
    }

    fn put(&self, id: String, entry: String, run: String) -> LocalBoxFuture<'static, Result<()>> {
        Box::pin(async { database().await?.put(id, entry, run).await })
    }

    fn get(&self, id: String) -> LocalBoxFuture<'static, Result<Option<String>>> {
        Box::pin(async { database().await?.get(id).await })
    }

    fn delete(&self, ids: Vec<String>) -> LocalBoxFuture<'static, Result<()>> {
        Box::pin(async { database().await?.delete(ids).await })
    }

    fn clear(&self) -> LocalBoxFuture<'static, Result<()>> {
        Box::pin(async { database().await?.clear().await })
    }
}

#[wasm_split(records, fallible, wasm_split_path = leptos::wasm_split)]
fn database() -> Result<Rc<dyn Shelf>> {
    Ok(Rc::new(KeptInDatabase))
}

impl From<SplitLoaderError> for NoShelf {
    fn from(_: SplitLoaderError) -> Self {
        Self::Unloaded
    }
}

struct KeptInDatabase;

impl Shelf for KeptInDatabase {
    fn list(&self) -> LocalBoxFuture<'static, Result<Vec<(String, String)>>> {
        Box::pin(async { Opened::now().await?.list().await })
    }

    fn put(&self, id: String, entry: String, run: String) -> LocalBoxFuture<'static, Result<()>> {
        Box::pin(async move { Opened::now().await?.put(&id, &entry, &run).await })
    }

    fn get(&self, id: String) -> LocalBoxFuture<'static, Result<Option<String>>> {
        Box::pin(async move { Opened::now().await?.get(&id).await })
    }

    fn delete(&self, ids: Vec<String>) -> LocalBoxFuture<'static, Result<()>> {
        Box::pin(async move { Opened::now().await?.delete(&ids).await })
    }

    fn clear(&self) -> LocalBoxFuture<'static, Result<()>> {
        Box::pin(async {
            let mut deleting = factory()?.delete(NAME).map_err(why)?;
            ended(&mut deleting).await
        })
    }
}

/// The database, open until this is dropped.
struct Opened(Database);

impl Drop for Opened {
    fn drop(&mut self) {
        self.0.close();
    }
}

fn factory() -> Result<Factory> {
    Factory::new().map_err(|_| NoShelf::Blocked)
}

impl Opened {
    /// Opens the database, and makes it the first time.
    async fn now() -> Result<Self> {
        // A browser that refuses does so here, by an exception.
        let opening = factory()?.open(NAME, Some(VERSION));
        let mut opening = opening.map_err(|_| NoShelf::Blocked)?;
        opening.on_upgrade_needed(|event| {
            let Ok(database) = event.database() else {
                return;
            };
            for store in [ENTRIES, RUNS] {
                // Without its stores the database is of no use, and the next step says so.
                drop(database.create_object_store(store, ObjectStoreParams::new()));
            }
        });
        ended(&mut opening).await?;
        opening.database().map(Self).map_err(why)
    }

    fn transaction(&self, mode: TransactionMode) -> Result<Transaction> {
        self.0.transaction(&[ENTRIES, RUNS], mode).map_err(why)
    }

    async fn list(&self) -> Result<Vec<(String, String)>> {
        let transaction = self.transaction(TransactionMode::ReadOnly)?;
        let entries = transaction.object_store(ENTRIES).map_err(why)?;
        let ids = entries.get_all_keys(None, None).map_err(why)?;
        let texts = entries.get_all(None, None).map_err(why)?;
        let (ids, texts) = try_join(ids.into_future(), texts.into_future())
            .await
            .map_err(why)?;
        let pairs = ids.into_iter().zip(texts);
        // A key that is no text is not the page's: it goes when everything goes.
        let named = pairs.filter_map(|(id, text)| Some((id.as_string()?, text)));
        Ok(named
            .map(|(id, text)| (id, text.as_string().unwrap_or_default()))
            .collect())
    }

    async fn put(&self, id: &str, entry: &str, run: &str) -> Result<()> {
        let transaction = self.transaction(TransactionMode::ReadWrite)?;
        let id = JsValue::from(id);
        for (store, text) in [(ENTRIES, entry), (RUNS, run)] {
            let store = transaction.object_store(store).map_err(why)?;
            store.put(&text.into(), Some(&id)).map_err(why)?;
        }
        settled(transaction).await
    }

    async fn get(&self, id: &str) -> Result<Option<String>> {
        let transaction = self.transaction(TransactionMode::ReadOnly)?;
        let runs = transaction.object_store(RUNS).map_err(why)?;
        let text = runs.get(JsValue::from(id)).map_err(why)?;
        let text = text.await.map_err(why)?;
        Ok(text.map(|text| text.as_string().unwrap_or_default()))
    }

    async fn delete(&self, ids: &[String]) -> Result<()> {
        let transaction = self.transaction(TransactionMode::ReadWrite)?;
        for store in [ENTRIES, RUNS] {
            let store = transaction.object_store(store).map_err(why)?;
            for id in ids {
                store.delete(JsValue::from(id.as_str())).map_err(why)?;
            }
        }
        settled(transaction).await
    }
}

/// Waits until a database has been opened or deleted. (Such a request is a future too, but one that never takes its
/// listeners back.)
async fn ended(request: &mut impl Request) -> Result<()> {
    let (told, end) = oneshot::channel();
    let told = Rc::new(Cell::new(Some(told)));
    let succeeded = Rc::clone(&told);
    request.on_success(move |_| tell(&succeeded, ()));
    request.on_error(move |_| tell(&told, ()));
    // How it ended is told by the request itself.
    let _ = end.await;
    match request.error().map_err(why)? {
        Some(error) => Err(named(&error)),
        None => Ok(()),
    }
}

/// Waits until what `transaction` writes is there, or none of it. A request that fails ends it, and so
/// may a disk that is full, with no request to blame.
async fn settled(mut transaction: Transaction) -> Result<()> {
    let (told, end) = oneshot::channel();
    let told = Rc::new(Cell::new(Some(told)));
    let completed = Rc::clone(&told);
    transaction.on_complete(move |_| tell(&completed, Ok(())));
    transaction.on_abort(move |event| tell(&told, Err(aborted(event))));
    let lost = || {
        Err(NoShelf::Broken(
            "the page was left".into(),
        ))
    };
    end.await.unwrap_or_else(|_| lost())
}

fn tell<T>(told: &Cell<Option<oneshot::Sender<T>>>, result: T) {
    if let Some(told) = told.take() {
        // Nobody waits any more.
        drop(told.send(result));
    }
}

fn aborted(event: Event) -> NoShelf {
    let transaction = event.target().map(Transaction::try_from);
    let error = transaction.and_then(|transaction| transaction.ok()?.error());
    error.map_or_else(
        || NoShelf::Broken("nothing was written".into()),
        |error| named(&error),
    )
}

fn why(error: Error) -> NoShelf {
    match error {
        Error::DomException(error) => named(&error),
        // Its own words quote the whole exception.
        Error::TransactionOpenFailed(_) => NoShelf::Broken("it is not in the page’s format".into()),
        other => NoShelf::Broken(other.to_string()),
    }
}

fn named(error: &DomException) -> NoShelf {
    match error.name().as_str() {
        "QuotaExceededError" => NoShelf::Full,
        "SecurityError" | "InvalidStateError" => NoShelf::Blocked,
        "VersionError" => NoShelf::Broken("a newer version of the page wrote it".into()),
        name => NoShelf::Broken(name.into()),
    }
}

//! A place for runs in memory, which fails when it is told to.

use std::cell::RefCell;
use std::collections::BTreeMap;

use futures::future::{LocalBoxFuture, ready};
use tandem::record::shelf::Result;
use tandem::state::{NoShelf, Shelf};

/// What is kept, by its ids: entries and run files.
#[derive(Default)]
pub(crate) struct FakeShelf {
    pub(crate) kept: RefCell<BTreeMap<String, (String, String)>>,
    /// Why nothing can be read.
    pub(crate) unreadable: RefCell<Option<NoShelf>>,
    /// Why nothing can be written.
    pub(crate) unwritable: RefCell<Option<NoShelf>>,
}

impl FakeShelf {
    /// The ids of what is kept, oldest first.
    pub(crate) fn ids(&self) -> Vec<String> {
        self.kept.borrow().keys().cloned().collect()
    }

    fn read<T: 'static>(
        &self,
        read: impl FnOnce(&BTreeMap<String, (String, String)>) -> T,
    ) -> LocalBoxFuture<'static, Result<T>> {
        let refused = self.unreadable.borrow().clone();
        let result = refused.map_or_else(|| Ok(read(&self.kept.borrow())), Err);
        Box::pin(ready(result))
    }

    fn write(
        &self,
        write: impl FnOnce(&mut BTreeMap<String, (String, String)>),
    ) -> LocalBoxFuture<'static, Result<()>> {
        let refused = self.unwritable.borrow().clone();
        let result = refused.map_or_else(
            || {
                write(&mut self.kept.borrow_mut());
                Ok(())
            },
            Err,
        );
        Box::pin(ready(result))
    }
}

impl Shelf for FakeShelf {
    fn list(&self) -> LocalBoxFuture<'static, Result<Vec<(String, String)>>> {
        self.read(|kept| {
            let entries = kept.iter();
            entries
                .map(|(id, (entry, _))| (id.clone(), entry.clone()))
                .collect()
        })
    }

    fn put(&self, id: String, entry: String, run: String) -> LocalBoxFuture<'static, Result<()>> {
        self.write(|kept| drop(kept.insert(id, (entry, run))))
    }

    fn get(&self, id: String) -> LocalBoxFuture<'static, Result<Option<String>>> {
        self.read(|kept| kept.get(&id).map(|(_, run)| run.clone()))
    }

    fn delete(&self, ids: Vec<String>) -> LocalBoxFuture<'static, Result<()>> {
        self.write(|kept| kept.retain(|id, _| !ids.contains(id)))
    }

    fn clear(&self) -> LocalBoxFuture<'static, Result<()>> {
        self.write(BTreeMap::clear)
    }
}

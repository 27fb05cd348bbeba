//! The engine's ports on real sockets and the machine's clock: a page's run, without the page.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use futures::future::LocalBoxFuture;
use futures::{FutureExt, StreamExt, stream};
use tandem::engine::ports::{Attention, Clock, Pool, Request, Response, Spawn};
use tandem::engine::ports::{Timing, Transport, Unreachable};
use tandem::engine::runner::Environment;
use tandem::time::Nanos;
use tokio::time::{Duration, Instant, sleep_until};

/// Everything a run needs, with its requests sent to `base`. Use it within a
/// [`LocalSet`](tokio::task::LocalSet), which the tasks of variants run on.
pub(crate) fn environment(base: &str) -> Environment {
    Environment {
        last_pool: Rc::default(),
        transport: Rc::new(Sockets::default()),
        base: base.into(),
        clock: Rc::new(WallClock {
            origin: Instant::now(),
        }),
        spawn: Rc::new(LocalTasks),
        attention: Rc::new(Seen),
        timeline: None,
    }
}

/// A client for each pool, so that each pool has its own connections.
#[derive(Default)]
struct Sockets {
    clients: RefCell<HashMap<Pool, reqwest::Client>>,
}

impl Sockets {
    fn client(&self, pool: Pool) -> reqwest::Client {
        let mut clients = self.clients.borrow_mut();
        let client = clients.entry(pool).or_insert_with(|| {
            let client = reqwest::Client::builder().no_proxy().build();
            client.expect("a plain client needs nothing")
        });
        client.clone()
    }
}

impl Transport for Sockets {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, Unreachable>> {
        let client = self.client(request.pool);
        async move {
            let asked = reqwest::Url::parse(&request.url).map(|url| url.origin());
            let sent = client.get(request.url).send();
            let answer = sent.await.map_err(|_| Unreachable::Unexplained)?;
            let answered = answer.url().origin();
            if Ok(&answered) != asked.as_ref() {
                return Err(Unreachable::Elsewhere(
                    answered.ascii_serialization(),
                ));
            }
            Ok(Response {
                status: answer.status().as_u16(),
                retry_after: None,
                timing: Timing::Unknown,
                body: stream::unfold(answer, chunk).boxed_local(),
            })
        }
        .boxed_local()
    }
}

type Chunk = Result<Vec<u8>, Unreachable>;

async fn chunk(mut answer: reqwest::Response) -> Option<(Chunk, reqwest::Response)> {
    let chunk = answer
        .chunk()
        .await
        .map_err(|_| Unreachable::Unexplained)
        .transpose()?;
    Some((
        chunk.map(|bytes| bytes.to_vec()),
        answer,
    ))
}

struct WallClock {
    origin: Instant,
}

impl Clock for WallClock {
    fn now(&self) -> Nanos {
        // Nanoseconds fill 64 bits after five centuries.
        Nanos(self.origin.elapsed().as_nanos() as u64)
    }

    fn sleep_until(&self, deadline: Nanos) -> LocalBoxFuture<'static, ()> {
        sleep_until(self.origin + Duration::from_nanos(deadline.0)).boxed_local()
    }
}

struct LocalTasks;

impl Spawn for LocalTasks {
    fn spawn(&self, task: LocalBoxFuture<'static, ()>) {
        tokio::task::spawn_local(task);
    }
}

/// There is no page that could be hidden.
struct Seen;

impl Attention for Seen {
    fn is_hidden(&self) -> bool {
        false
    }

    fn times_hidden(&self) -> u32 {
        0
    }
}

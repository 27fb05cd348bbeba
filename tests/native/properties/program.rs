//! A random program: calls, and the ways to put them together that variants use.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use async_lock::Semaphore;
use futures::future::{Either, LocalBoxFuture, join_all, select, try_join_all};
use futures::stream::FuturesUnordered;
use futures::{FutureExt, StreamExt, stream};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;
use tandem::engine::call::Caller;
use tandem::engine::error::Error;
use tandem::engine::tasks::Tasks;
use tandem::time::Nanos;

/// A part of a program, and the whole of one.
#[derive(Clone, Debug)]
pub(crate) enum Program {
    /// One request.
    Call(Call),
    /// One after another, whatever becomes of them.
    InTurn(Vec<Self>),
    /// All at once, to the last one's end.
    Joined(Vec<Self>),
    /// All at once, until one fails: the others are dropped then.
    FailFast(Vec<Self>),
    /// As they come, so many of them: the others are dropped then.
    AsCompleted(usize, Vec<Self>),
    /// So many at once, by a stream.
    Buffered(usize, Vec<Self>),
    /// Each call in it needs one of so many permits.
    Limited(usize, Box<Self>),
    /// Dropped after so many milliseconds.
    Within(u64, Box<Self>),
    /// A task that nobody waits for.
    Detached(Box<Self>),
    /// With connections of its own.
    Fresh(Box<Self>),
}

/// One request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    pub(crate) what: What,
    /// Which of them.
    pub(crate) id: u32,
    /// How many milliseconds it has, if not ten seconds.
    pub(crate) timeout: Option<u64>,
}

/// What is asked for, and so what becomes of it if nothing happens by chance.
#[derive(Clone, Copy, Debug)]
pub(crate) enum What {
    /// A row.
    Row,
    /// A list.
    Rows,
    /// A row that is not there.
    Missing,
    /// A row that is read as if it were a list.
    Misread,
}

impl Call {
    fn path(self) -> String {
        let id = self.id;
        match self.what {
            What::Row => format!("/posts/{id}?"),
            What::Rows => format!("/comments?postId={id}&"),
            What::Missing => format!("/posts/{}?", 100 + id),
            What::Misread => format!("/users/{id}?"),
        }
    }
}

pub(super) fn calls() -> impl Strategy<Value = Call> {
    let what = prop_oneof![
        4 => Just(What::Row),
        3 => Just(What::Rows),
        1 => Just(What::Missing),
        1 => Just(What::Misread),
    ];
    let timeout = prop_oneof![3 => Just(None), 1 => (1..400_u64).prop_map(Some)];
    // Few ids, so that some requests are made more than once.
    (what, 1..=9_u32, timeout).prop_map(|(what, id, timeout)| Call { what, id, timeout })
}

/// Several parts: one part alone is often a single call.
pub(crate) fn programs() -> impl Strategy<Value = Program> {
    let all = vec(parts(), 1..=8);
    (all, any::<bool>()).prop_map(|(all, joined)| match joined {
        true => Program::Joined(all),
        false => Program::InTurn(all),
    })
}

fn parts() -> impl Strategy<Value = Program> {
    let leaf = calls().prop_map(Program::Call);
    leaf.prop_recursive(4, 24, 5, |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        let many = vec(inner, 1..=5);
        prop_oneof![
            3 => many.clone().prop_map(Program::InTurn),
            3 => many.clone().prop_map(Program::Joined),
            1 => many.clone().prop_map(Program::FailFast),
            1 => (1..=4_usize, many.clone()).prop_map(|(take, all)| Program::AsCompleted(take, all)),
            1 => (1..=3_usize, many).prop_map(|(width, all)| Program::Buffered(width, all)),
            3 => (1..=3_usize, boxed.clone()).prop_map(|(limit, one)| Program::Limited(limit, one)),
            1 => (1..800_u64, boxed.clone()).prop_map(|(millis, one)| Program::Within(millis, one)),
            1 => boxed.clone().prop_map(Program::Detached),
            1 => boxed.prop_map(Program::Fresh),
        ]
    })
}

/// What a part of a program finds around it.
#[derive(Clone)]
pub(super) struct Around {
    pub(super) caller: Caller,
    /// Not owned: a task must not keep itself.
    pub(super) tasks: Weak<Tasks>,
    /// The permits of each limit so far.
    pub(super) limits: Rc<RefCell<Vec<usize>>>,
    /// The innermost limit around it: its number, and its permits.
    pub(super) limit: Option<(usize, Rc<Semaphore>)>,
}

type Running = LocalBoxFuture<'static, Result<(), Error>>;

impl Program {
    /// Starts it: lazy, as every future.
    pub(super) fn start(self, around: Around) -> Running {
        match self {
            Self::Call(call) => around.call(call),
            Self::InTurn(all) => in_turn(all, around).boxed_local(),
            Self::Joined(all) => join_all(each(all, &around))
                .map(first_failure)
                .boxed_local(),
            Self::FailFast(all) => try_join_all(each(all, &around))
                .map(|all| all.map(drop))
                .boxed_local(),
            Self::AsCompleted(take, all) => as_completed(take, each(all, &around)).boxed_local(),
            Self::Buffered(width, all) => {
                let all = stream::iter(each(all, &around));
                all.buffer_unordered(width)
                    .collect()
                    .map(first_failure)
                    .boxed_local()
            }
            Self::Limited(permits, one) => one.start(around.limited(permits)),
            Self::Within(millis, one) => within(millis, *one, around).boxed_local(),
            Self::Detached(one) => around.detach(*one),
            Self::Fresh(one) => {
                let caller = around.caller.anew();
                one.start(Around { caller, ..around })
            }
        }
    }
}

fn each(all: Vec<Program>, around: &Around) -> Vec<Running> {
    all.into_iter()
        .map(|one| one.start(around.clone()))
        .collect()
}

fn first_failure(all: Vec<Result<(), Error>>) -> Result<(), Error> {
    all.into_iter().collect()
}

async fn in_turn(all: Vec<Program>, around: Around) -> Result<(), Error> {
    let mut results = Vec::new();
    for one in all {
        results.push(one.start(around.clone()).await);
    }
    first_failure(results)
}

async fn as_completed(take: usize, all: Vec<Running>) -> Result<(), Error> {
    let all: FuturesUnordered<_> = all.into_iter().collect();
    first_failure(all.take(take).collect().await)
}

async fn within(millis: u64, one: Program, around: Around) -> Result<(), Error> {
    let clock = Rc::clone(&around.caller.clock);
    let deadline = clock.now() + Nanos::from_millis(millis);
    match select(
        one.start(around),
        clock.sleep_until(deadline),
    )
    .await
    {
        Either::Left((result, _)) => result,
        Either::Right(_) => Err(Error::Cancelled),
    }
}

impl Around {
    fn limited(self, permits: usize) -> Self {
        let number = self.limits.borrow().len();
        self.limits.borrow_mut().push(permits);
        let limit = Some((number, Rc::new(Semaphore::new(permits))));
        Self { limit, ..self }
    }

    fn detach(self, one: Program) -> Running {
        async move {
            if let Some(tasks) = self.tasks.upgrade() {
                tasks.spawn(one.start(self.clone()).map(drop));
            }
            Ok(())
        }
        .boxed_local()
    }

    /// The call is made at once and waits for its permit, as in the variants. Its limit's number stands
    /// in its URL: the replica ignores what it does not know.
    fn call(self, call: Call) -> Running {
        let mut path = call.path();
        if let Some((number, _)) = &self.limit {
            path += &format!("limit={number}");
        }
        match call.what {
            What::Misread => self.get::<Vec<Value>>(call, path),
            _ => self.get::<Value>(call, path),
        }
    }

    fn get<T: serde::de::DeserializeOwned + 'static>(self, call: Call, path: String) -> Running {
        async move {
            let mut get = self.caller.get::<T>("random", path);
            if let Some(millis) = call.timeout {
                get = get.timeout(Nanos::from_millis(millis));
            }
            let permits = self.limit.map(|(_, permits)| permits);
            let _permit = match &permits {
                Some(permits) => Some(permits.acquire().await),
                None => None,
            };
            get.await.map(drop)
        }
        .boxed_local()
    }
}

//! The replica as a source: the same port as the browser's fetch, over a modelled network.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use futures::future::LocalBoxFuture;
use futures::{FutureExt, StreamExt, stream};

use super::Replica;
use super::network::{Ask, FlightId, Head, Simulation};
use crate::engine::ports::{Clock, Request, Response, Timing, Transport, Unreachable};
use crate::network::Network;
use crate::time::Nanos;

/// The base of every URL that the replica answers. The name can belong to no host (RFC 6761).
pub const BASE: &str = "http://replica.invalid";

/// Answers requests from a [`Replica`], each when the network has carried it there and back by the
/// clock. The network's own times are exact, however late the clock wakes who waits for them.
#[derive(Clone)]
pub struct ReplicaTransport {
    replica: Rc<Replica>,
    clock: Rc<dyn Clock>,
    network: Network,
    air: Rc<RefCell<Rc<Air>>>,
}

impl ReplicaTransport {
    /// A source over `replica` and `network` whose time is `clock`'s.
    #[must_use]
    pub fn new(replica: Rc<Replica>, clock: Rc<dyn Clock>, network: Network) -> Self {
        let air = Air::new(&clock, &network, 0);
        Self {
            replica,
            clock,
            network,
            air: Rc::new(RefCell::new(air)),
        }
    }
}

impl Transport for ReplicaTransport {
    fn send(&self, request: Request) -> LocalBoxFuture<'static, Result<Response, Unreachable>> {
        let (replica, air) = (
            Rc::clone(&self.replica),
            Rc::clone(&self.air.borrow()),
        );
        Box::pin(async move {
            let path = request
                .url
                .strip_prefix(BASE)
                .ok_or(Unreachable::Unexplained)?;
            let answer = replica.answer(path);
            let flight = Flight::begin(
                air,
                &request,
                answer.status,
                answer.body.len(),
            );
            let Head::Answered {
                status,
                retry_after,
                phases,
            } = flight.head().await
            else {
                return Err(Unreachable::Modelled);
            };
            // The replica's own status, or the network's with a body of its own.
            let body = if status == answer.status {
                answer.body.clone()
            } else {
                b"{}".to_vec()
            };
            let body = async move {
                flight.landed().await;
                Ok(body)
            };
            Ok(Response {
                status,
                retry_after,
                timing: Timing::Known(phases),
                body: stream::once(body).boxed_local(),
            })
        })
    }

    /// The network is as a warm-up leaves it: nothing of an earlier run is in its way.
    fn begin(&self, repeat: u32) {
        self.air.replace(Air::new(
            &self.clock,
            &self.network,
            repeat,
        ));
    }
}

/// What is under way on one network.
struct Air {
    clock: Rc<dyn Clock>,
    simulation: RefCell<Simulation>,
    waiting: RefCell<Waiting>,
}

/// Who waits for something to happen. One of them, the watch, holds the timer for all.
#[derive(Default)]
struct Waiting {
    wakers: BTreeMap<FlightId, Waker>,
    watch: Option<Watch>,
}

struct Watch {
    by: FlightId,
    until: Nanos,
    timer: LocalBoxFuture<'static, ()>,
}

impl Air {
    fn new(clock: &Rc<dyn Clock>, network: &Network, repeat: u32) -> Rc<Self> {
        Rc::new(Self {
            clock: Rc::clone(clock),
            simulation: RefCell::new(Simulation::warm(network, repeat)),
            waiting: RefCell::default(),
        })
    }

    /// Waits until `read` finds what `flight` waits for.
    fn poll<T>(
        &self,
        flight: FlightId,
        cx: &mut Context<'_>,
        read: impl Fn(&Simulation) -> Option<T>,
    ) -> Poll<T> {
        loop {
            self.advance();
            let found = read(&self.simulation.borrow());
            if let Some(found) = found {
                self.leave(flight);
                return Poll::Ready(found);
            }
            let mut waiting = self.waiting.borrow_mut();
            waiting.wakers.insert(flight, cx.waker().clone());
            if !waiting.keep_watch(
                flight,
                self.simulation.borrow().next(),
                &self.clock,
                cx,
            ) {
                return Poll::Pending;
            }
        }
    }

    /// Lets happen what is due, and wakes those it concerns.
    fn advance(&self) {
        let news = {
            let mut simulation = self.simulation.borrow_mut();
            simulation.advance(self.clock.now());
            simulation.take_news()
        };
        let mut waiting = self.waiting.borrow_mut();
        for flight in news {
            if let Some(waker) = waiting.wakers.remove(&flight) {
                waker.wake();
            }
        }
    }

    /// `flight` waits no more. Somebody else has to keep watch, if it did.
    fn leave(&self, flight: FlightId) {
        let mut waiting = self.waiting.borrow_mut();
        waiting.wakers.remove(&flight);
        if waiting
            .watch
            .as_ref()
            .is_some_and(|watch| watch.by == flight)
        {
            waiting.watch = None;
        }
        let next = self.simulation.borrow().next();
        waiting.see_that_somebody_watches(next);
    }
}

impl Waiting {
    /// Has `flight` keep watch, if nobody else does, until `next`. Says whether it is time to look again.
    fn keep_watch(
        &mut self,
        flight: FlightId,
        next: Option<Nanos>,
        clock: &Rc<dyn Clock>,
        cx: &mut Context<'_>,
    ) -> bool {
        // When nothing can happen any more, there is nothing to watch for.
        let Some(next) = next else {
            self.watch = None;
            return false;
        };
        match &self.watch {
            Some(watch) if watch.by != flight => {
                self.see_that_somebody_watches(Some(next));
                return false;
            }
            Some(watch) if watch.until == next => {}
            _ => {
                self.watch = Some(Watch {
                    by: flight,
                    until: next,
                    timer: clock.sleep_until(next),
                });
            }
        }
        let timer = self.watch.as_mut().map(|watch| watch.timer.poll_unpin(cx));
        let rings = timer.is_some_and(|timer| timer.is_ready());
        if rings {
            self.watch = None;
        }
        rings
    }

    /// Wakes who watches if it would wake too late, or anybody if nobody watches.
    fn see_that_somebody_watches(&self, next: Option<Nanos>) {
        let Some(next) = next else { return };
        let watcher = match &self.watch {
            Some(watch) if watch.until <= next => return,
            Some(watch) => self.wakers.get(&watch.by),
            None => self.wakers.values().next(),
        };
        if let Some(waker) = watcher {
            waker.wake_by_ref();
        }
    }
}

/// A request on its way. Dropped before its end, it is given up.
struct Flight {
    air: Rc<Air>,
    id: FlightId,
}

impl Flight {
    fn begin(air: Rc<Air>, request: &Request, status: u16, bytes: usize) -> Self {
        let ask = Ask {
            url: &request.url,
            pool: request.pool,
            status,
            bytes,
        };
        let id = air.simulation.borrow_mut().ask(air.clock.now(), ask);
        Self { air, id }
    }

    async fn head(&self) -> Head {
        poll_fn(|cx| self.air.poll(self.id, cx, |air| air.head(self.id))).await
    }

    async fn landed(&self) {
        poll_fn(|cx| {
            self.air.poll(self.id, cx, |air| {
                air.is_over(self.id).then_some(())
            })
        })
        .await;
    }
}

impl Drop for Flight {
    fn drop(&mut self) {
        let now = self.air.clock.now();
        self.air.simulation.borrow_mut().give_up(now, self.id);
        self.air.leave(self.id);
    }
}

#[cfg(test)]
#[path = "transport_tests.rs"]
mod tests;

//! Every fault at every place of every variant, over real sockets.
//!
//! Ten seconds, which calls have unless they say otherwise, are for virtual time: here the time-outs are
//! those of the one experiment that sets its own.

use std::time::Duration;

use bytes::Bytes;
use futures::future::join_all;
use tandem::experiments::{EXPERIMENTS, Plan};
use tandem::replica::Replica;
use tandem::trace::Outcome;

use super::assert_told;
use super::fault::{Fault, How};
use super::places::{Asked, Place, VARIANTS, Variant};
use super::table::FAULTS;
use crate::played::{plan, play, play_at};
use crate::scripted::Scripted;
use crate::support::proxy::{Behaviour, End, Proxy};

/// Makes a test for each experiment, so that they share the machine's cores.
macro_rules! tests {
    ($($test:ident: $experiment:literal;)*) => {
        $(
            #[tokio::test]
            async fn $test() {
                strike_all($experiment).await;
            }
        )*

        #[test]
        fn no_experiment_is_left_out() {
            let names: Vec<_> = EXPERIMENTS.iter().map(|experiment| experiment.name).collect();
            assert_eq!(names, [$($experiment),*]);
        }
    };
}

tests! {
    user_with_posts: "user-with-posts";
    user_dashboard: "user-dashboard";
    fastest_posts: "fastest-posts";
    user_comments: "user-comments";
    company_details: "company-details";
    album_photos: "album-photos";
    posts_with_timeout: "posts-with-timeout";
    connection_reuse: "connection-reuse";
}

/// Longer than any answer takes on the busiest machine.
const NO_HURRY: (&str, &str) = ("timeout", "60000");
/// For one post that never comes, in milliseconds.
const HURRY: u64 = 500;
const NEVER: Duration = Duration::from_secs(3_600);

/// Faults strike a place all at once, each in a run and by a proxy of its own: most of it is waiting.
async fn strike_all(experiment: &str) {
    let variants = VARIANTS.iter();
    for variant in variants.filter(|variant| variant.experiment == experiment) {
        let times_out = |fault: &&Fault| fault.outcome == Outcome::TimedOut;
        let sets_its_time = variant.experiment == "posts-with-timeout";
        for place in variant.places {
            let faults = FAULTS.iter();
            let faults = faults.filter(|fault| sets_its_time || !times_out(fault));
            join_all(faults.map(|fault| strike(variant, place, fault))).await;
        }
    }
}

async fn strike(variant: &Variant, place: &Place, fault: &Fault) {
    let plan = match fault.outcome {
        Outcome::TimedOut => hurried(variant),
        _ => unhurried(variant),
    };
    let proxy = answering(&plan).await;
    fault.how.set(&proxy, place);
    let played = play_at(&proxy.base(), &plan).await;
    assert_told(&played, variant, place, fault, HURRY);
    let how: &[End] = match (fault.how, fault.outcome) {
        (How::Loop, _) => &[End::Answered],
        (_, Outcome::Network) => &[End::Cut],
        (_, Outcome::TimedOut) => &[End::Aborted],
        // The system may take 30 MiB off the server's hands that nobody reads.
        (_, Outcome::TooLarge) => &[End::Aborted, End::Answered],
        _ => &[End::Answered],
    };
    let ends = ends(&proxy, place).await;
    let what = format!("{variant}, {place:?}, {}", fault.name);
    assert!(
        ends.iter().all(|end| how.contains(end)),
        "{what}: {ends:?}"
    );
    // A loop is gone round a few times before it is known for one.
    let looped = matches!(fault.how, How::Loop);
    assert_eq!(
        ends.len() > 1,
        looped,
        "{what}: {ends:?}"
    );
}

/// More than any system keeps for a client that does not read.
#[tokio::test]
async fn a_body_that_is_too_long_is_given_up() {
    let fault = FAULTS
        .iter()
        .find(|fault| fault.outcome == Outcome::TooLarge);
    let fault = fault.expect("a fault");
    let endless = Bytes::from(vec![0; 256 << 20]);
    for variant in VARIANTS {
        let place = &variant.places[0];
        let plan = unhurried(variant);
        let proxy = answering(&plan).await;
        proxy.on(place.path, answer(200, endless.clone()));
        let played = play_at(&proxy.base(), &plan).await;
        assert_told(&played, variant, place, fault, 0);
        assert_eq!(
            end(&proxy, place).await,
            End::Aborted,
            "{variant}"
        );
    }
}

/// How the request at `place` ended, when all have.
pub(super) async fn end(proxy: &Proxy, place: &Place) -> End {
    let ends = ends(proxy, place).await;
    assert_eq!(
        ends.len(),
        1,
        "{place:?} was asked for once"
    );
    ends[0]
}

/// The same of one that is made more than once.
async fn ends(proxy: &Proxy, place: &Place) -> Vec<End> {
    let idle = "the end of the requests";
    proxy.wait_until(idle, |counts| counts.now == 0).await;
    let seen = proxy.seen().into_iter();
    seen.filter(|seen| seen.path == place.path)
        .map(|seen| seen.end.expect("an end").0)
        .collect()
}

pub(super) fn unhurried(variant: &Variant) -> Plan {
    let mut params = variant.params.to_vec();
    if variant.experiment == "posts-with-timeout" {
        params.push(NO_HURRY);
    }
    plan(
        variant.experiment,
        variant.name,
        &params,
    )
}

/// The post that never comes, alone: the others could be late as well.
fn hurried(variant: &Variant) -> Plan {
    let limit = HURRY.to_string();
    plan(
        variant.experiment,
        variant.name,
        &[("posts", "2"), ("timeout", &limit)],
    )
}

/// A proxy that answers all that `plan` asks for by itself, at once.
pub(super) async fn answering(plan: &Plan) -> Proxy {
    let proxy = Proxy::http().await;
    for span in play(&Scripted::anything(), plan).trace.spans {
        let body = Replica::new().get(&span.call.path).body;
        proxy.on(
            &span.call.path,
            answer(200, body.into()),
        );
    }
    proxy
}

pub(super) fn answer(status: u16, body: Bytes) -> Behaviour {
    Behaviour::Answer {
        status,
        content_type: "application/json",
        body,
    }
}

impl How {
    /// Has `proxy` do it at `place`.
    fn set(self, proxy: &Proxy, place: &Place) {
        if let Self::SlowHead = self {
            let slow = place.path;
            proxy.delay_by(move |path| if path == slow { NEVER } else { Duration::ZERO });
        }
        proxy.on(place.path, self.behaviour(place));
    }

    fn behaviour(self, place: &Place) -> Behaviour {
        match (self, place.asked) {
            (Self::Loop, _) => Behaviour::redirect(place.path),
            (Self::Status(status), _) => Behaviour::Status(status),
            (Self::SlowHead, _) => Behaviour::Pass,
            (Self::NoHead, _) => Behaviour::Silent,
            (Self::StalledBody, _) => Behaviour::SlowBody(NEVER),
            (Self::EndlessBody, _) => Behaviour::Endless,
            (Self::Reset, _) => Behaviour::HangUp,
            (Self::TruncatedBody, _) => Behaviour::Truncated,
            (Self::Body(text), _)
            | (Self::RowOrList(_, text), Asked::List)
            | (Self::RowOrList(text, _), _) => answer(200, text.into()),
            (Self::Empty(status), _) => answer(status, Bytes::new()),
            (Self::Huge, _) => answer(200, vec![b' '; 30 << 20].into()),
        }
    }
}

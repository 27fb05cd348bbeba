//! All three languages give the same answers.

use super::cases::Case;
use super::{Answer, LANGUAGES, Language};
use crate::played::{plan, play_at};
use crate::support::server::RealServer;
use serde_json::Value;
use tandem::experiments::{EXPERIMENTS, find};
use tandem::trace::Trace;

/// Makes a test for each experiment, so that they share the machine's cores.
macro_rules! tests {
    ($($test:ident: $experiment:literal, [$($extra:expr),*];)*) => {
        $(
            #[tokio::test]
            async fn $test() {
                answers_agree($experiment, vec![$($extra),*]).await;
            }
        )*

        #[test]
        fn no_experiment_is_left_out() {
            let names: Vec<_> = EXPERIMENTS.iter().map(|experiment| experiment.name).collect();
            assert_eq!(names, [$($experiment),*]);
        }
    };
}

// What is not there is asked for, too. Names that nobody has and users that nobody is are in `traffic`,
// which looks at the requests as well.
#[rustfmt::skip]
tests! {
    user_with_posts: "user-with-posts", [];
    user_dashboard: "user-dashboard", [];
    fastest_posts: "fastest-posts", [Case::of(&[("users", "11,3")])];
    user_comments: "user-comments", [Case::of(&[("username", "bRET")]), Case::of(&[("username", "Bre")])];
    company_details: "company-details", [
        Case::of(&[("company", "*")]),
        Case::of(&[("company", "Romaguera")]),
        Case::of(&[("company", "romaguera-crona")])
    ];
    album_photos: "album-photos", [Case::of(&[("albums", "101,3")])];
    posts_with_timeout: "posts-with-timeout", [Case::of(&[("posts", "999,998"), NO_HURRY])];
    connection_reuse: "connection-reuse", [Case::of(&[("posts", "1,999")])];
}

/// Longer than any answer takes on the busiest machine.
const NO_HURRY: (&str, &str) = ("timeout", "60000");

async fn answers_agree(experiment: &str, extra: Vec<Case>) {
    let experiment = find(experiment).expect("an experiment");
    let server = RealServer::shared().await;
    // The time-out's own default has a test in `traffic`, where no answer can come in time.
    let defaults = match experiment.name {
        "posts-with-timeout" => Case::of(&[NO_HURRY]),
        _ => Case::of(&[]),
    };
    let cases = [defaults, Case::drawn(experiment)];
    for case in cases.into_iter().chain(extra) {
        for variant in experiment.variants {
            let params = case.params();
            let plan = plan(experiment.name, variant.name, &params);
            let played = play_at(server.base(), &plan).await;
            let expected = played.result.map_err(|error| error.to_string());
            let streams = variant.name == "as-completed";
            if streams {
                let order = order_of_arrival(&played.trace);
                assert_eq!(users(&expected), order, "{case}");
            }
            for language in &LANGUAGES[1..] {
                let run = language.run(
                    server.base(),
                    experiment.name,
                    variant.name,
                    &params,
                );
                let told = Told(*language, variant.name, &case);
                told.assert_same(run.await, expected.clone(), streams);
            }
        }
    }
}

/// What a failure is about.
struct Told<'a>(Language, &'static str, &'a Case);

impl Told<'_> {
    fn assert_same(&self, mut answer: Answer, mut expected: Answer, any_order: bool) {
        if any_order {
            sort(&mut answer);
            sort(&mut expected);
        }
        let Self(language, variant, case) = self;
        assert_eq!(
            answer, expected,
            "{variant} in {language:?} differs from Rust with {case}"
        );
    }
}

fn sort(answer: &mut Answer) {
    if let Ok(Value::Array(list)) = answer {
        list.sort_by_key(|each| each["userId"].as_u64());
    }
}

fn users(answer: &Answer) -> Vec<u64> {
    let list = answer.as_ref().ok().and_then(Value::as_array);
    let users = list.into_iter().flatten();
    users.filter_map(|each| each["userId"].as_u64()).collect()
}

/// The users in the order in which their posts were there.
fn order_of_arrival(trace: &Trace) -> Vec<u64> {
    let mut spans: Vec<_> = trace.spans.iter().collect();
    spans.sort_by_key(|span| span.order.ended);
    let user = |path: &str| path.strip_prefix("/posts?userId=")?.parse().ok();
    spans
        .iter()
        .filter_map(|span| user(&span.call.path))
        .collect()
}

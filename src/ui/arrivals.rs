//! What a stream has handed on so far, in order of arrival.

use leptos::prelude::*;
use leptos::tachys::view::keyed::keyed;

use super::lane::LaneHandle;
use super::page::session;
use crate::api::UserId;
use crate::experiments::Part;
use crate::trace::Trace;

/// Whose results are here, first come first; only for a variant that hands them on before its end.
#[component]
pub(super) fn Arrivals(lane: LaneHandle) -> impl IntoView {
    let session = session();
    // By its prediction, so that there is room for the line before the first result.
    let streams = Memo::new(move |_| {
        let traces = session.prediction().traces;
        traces.get(lane.place).is_some_and(hands_on_early)
    });
    let arrived = move || {
        let users = lane.answer().map(|loaded| {
            let parts = loaded.answer().parts.iter();
            parts.flat_map(users).enumerate().collect::<Vec<_>>()
        });
        users.unwrap_or_default()
    };
    let item = |_, (place, user): (usize, UserId)| {
        (
            |_| (),
            view! { <li><b>{place + 1} "."</b> " user " {user.0}</li> },
        )
    };
    // What stands there stays: each frame adds a few of perhaps a thousand. None of them changes, so none is given an
    // owner, as `For` would: whoever owns the list would keep every one of them in mind as long as it is there.
    let list = move || keyed(arrived(), |arrival| *arrival, item);
    view! {
        {move || streams.get().then(|| view! {
            <div class="arrivals num" data-arrivals="">
                <span>"Here, in order of arrival:"</span>
                <ol>{list}</ol>
            </div>
        })}
    }
}

fn hands_on_early(trace: &Trace) -> bool {
    let first = trace.first_result;
    first.is_some_and(|first| trace.ended.is_none_or(|ended| first < ended))
}

fn users(part: &Part) -> Vec<UserId> {
    match part {
        Part::PostsByUser(users) => users.iter().map(|(user, _)| *user).collect(),
        _ => Vec::new(),
    }
}

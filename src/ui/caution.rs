//! What to know of an API's address before requests go there.

use leptos::prelude::*;

use super::page::session;
use crate::api::base::Base;

/// Notices about `api`, most often none.
#[component]
pub(super) fn Cautions(#[prop(into)] api: Signal<Option<Base>>) -> impl IntoView {
    let session = session();
    move || {
        let api = api.get()?;
        let told = session.cautions(&api).into_iter().map(|caution| {
            view! { <p class="notice" data-notice="address">{caution.sentence(&api)}</p> }
        });
        Some(told.collect_view())
    }
}

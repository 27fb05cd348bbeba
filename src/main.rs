//! The page's entry point.

use leptos::prelude::*;

fn main() {
    leptos::mount::mount_to_body(|| view! { <h1>"Tandem"</h1> });
}

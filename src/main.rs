//! The page's entry point.

use tandem::app::App;
use tandem::browser::{failure, first_paint};

fn main() {
    failure::watch();
    first_paint::once_seen(|| leptos::mount::mount_to_body(App));
}

//! The page's entry point.

use tandem::app::App;
use tandem::browser::failure;

fn main() {
    failure::watch();
    leptos::mount::mount_to_body(App);
}

//! The page's colours.

/// Shows the page in `theme`, or as the system has it.
pub fn apply(theme: Option<&str>) {
    let document = super::window().document();
    let Some(root) = document.and_then(|document| document.document_element()) else {
        return;
    };
    drop(match theme {
        Some(theme) => root.set_attribute("data-theme", theme),
        None => root.remove_attribute("data-theme"),
    });
}

/// Whether the page is light on dark now.
#[must_use]
pub fn is_dark() -> bool {
    let document = super::window().document();
    let root = document.and_then(|document| document.document_element());
    match root.and_then(|root| root.get_attribute("data-theme")) {
        Some(theme) => theme == "dark",
        None => super::media("(prefers-color-scheme: dark)"),
    }
}

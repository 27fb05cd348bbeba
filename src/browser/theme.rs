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

/// Whether the person's system prefers light on dark.
#[must_use]
pub fn system_is_dark() -> bool {
    let asked = super::window().match_media("(prefers-color-scheme: dark)");
    asked.ok().flatten().is_some_and(|answer| answer.matches())
}

//! What this browser remembers between visits. A store that is blocked or full costs the memory and
//! nothing else.

/// What was kept under `key`.
#[must_use]
pub fn recall(key: &str) -> Option<String> {
    super::window().local_storage().ok()??.get_item(key).ok()?
}

/// Keeps `value` under `key`.
pub fn remember(key: &str, value: &str) {
    if let Ok(Some(storage)) = super::window().local_storage() {
        drop(storage.set_item(key, value));
    }
}

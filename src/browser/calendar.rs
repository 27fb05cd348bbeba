//! The date, for people and files, and a number that nobody can foresee. Neither is a clock.

use gloo_timers::callback::Interval;

/// The date and time in UTC, as ISO 8601 writes it.
#[must_use]
pub fn now() -> String {
    js_sys::Date::new_0().to_iso_string().into()
}

/// A date and time in UTC, as ISO 8601 writes it, as it is in this place; what is no date stays as it is.
#[must_use]
pub fn local(date: &str) -> String {
    let read = js_sys::Date::new(&date.into());
    if read.get_time().is_nan() {
        return date.into();
    }
    let options = js_sys::Object::new();
    for (key, value) in [("dateStyle", "medium"), ("timeStyle", "medium")] {
        // A new object takes every key.
        let _ = js_sys::Reflect::set(&options, &key.into(), &value.into());
    }
    // The page is in English.
    read.to_locale_string("en-GB", &options).into()
}

/// A seed for drawing an order: 32 bits, so that it stays short enough to be shown.
#[must_use]
pub fn seed() -> u64 {
    let mut bytes = [0; 4];
    let drawn = super::window()
        .crypto()
        .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).map(drop));
    match drawn {
        Ok(()) => u64::from(u32::from_le_bytes(bytes)),
        // Any number will do: nothing depends on nobody knowing it.
        Err(_) => (js_sys::Math::random() * f64::from(u32::MAX)) as u64,
    }
}

/// The date and time as milliseconds since 1970.
#[must_use]
pub fn epoch_millis() -> u64 {
    js_sys::Date::now() as u64
}

/// Calls `tick` about once a second for as long as what it gives lives.
pub fn each_second(tick: Box<dyn FnMut()>) -> Interval {
    Interval::new(1_000, tick)
}

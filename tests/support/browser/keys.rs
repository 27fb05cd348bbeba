//! The keyboard.

use super::{Browser, must};
use thirtyfour::Key;

/// The key Ctrl, as WebDriver writes it.
pub(super) const CTRL: char = '\u{e009}';

impl Browser {
    /// Presses one key, or a chord, wherever the focus is: `Escape`, `Tab`, `x`, `Ctrl+Enter`.
    pub(crate) async fn keys(&self, chord: &str) {
        let keys: Vec<char> = chord.split('+').map(key).collect();
        let mut chain = self.driver.action_chain();
        for &key in &keys {
            chain = chain.key_down(key);
        }
        for &key in keys.iter().rev() {
            chain = chain.key_up(key);
        }
        must(
            chain.perform().await,
            &format!("press {chord}"),
        );
    }
}

fn key(name: &str) -> char {
    let key = match name {
        "Ctrl" => Key::Control,
        "Shift" => Key::Shift,
        "Alt" => Key::Alt,
        "Meta" => Key::Meta,
        "Enter" => Key::Enter,
        "Escape" => Key::Escape,
        "Tab" => Key::Tab,
        "Space" => Key::Space,
        "Backspace" => Key::Backspace,
        "Home" => Key::Home,
        "End" => Key::End,
        "Up" => Key::Up,
        "Down" => Key::Down,
        "Left" => Key::Left,
        "Right" => Key::Right,
        _ => return letter(name),
    };
    key.into()
}

fn letter(name: &str) -> char {
    let mut letters = name.chars();
    match (letters.next(), letters.next()) {
        (Some(letter), None) => letter,
        _ => panic!("{name} is no key that the tests know"),
    }
}

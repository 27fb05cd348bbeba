//! Words with code between them.

use leptos::prelude::*;

use crate::concepts::{Piece, pieces};

/// `text`, with what stands between backticks as code.
pub(super) fn prose(text: &'static str) -> impl IntoView {
    let piece = |piece| match piece {
        Piece::Prose(words) => words.into_any(),
        Piece::Code(code) => view! { <code>{code}</code> }.into_any(),
    };
    pieces(text).map(piece).collect_view()
}

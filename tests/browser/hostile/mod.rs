//! Whatever comes in from outside is text: payloads that would run as a script, load something or change
//! the page stand in every field of every way in, and nothing runs.
//!
//! - [`payloads`]: the corpus, and texts made of it.
//! - [`canary`]: what would show that one of them got through.
//! - [`answers`]: an API whose every answer is hostile, and all that the page makes of it.
//! - [`links`]: every key of a link, and its fragment.
//! - [`files`]: every field of run files and HARs.
//! - [`kept`]: entries of the history that another script wrote.

mod answers;
mod canary;
mod files;
mod kept;
mod links;
mod payloads;

//! The finished site on hosts: its policy, its hashes, what of it stays in the browser.

mod apis;
mod copy;
mod framed;
mod integrity;
mod manifest;
mod offline;
mod packed;
mod parts;
mod policy;
mod scores;
mod servers;
mod versions;
mod walk;
mod weight;

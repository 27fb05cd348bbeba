//! The page. One file a component; what is computed for a picture stands apart from it, as plain
//! functions with tests of their own.

mod ask;
mod axis;
mod code;
mod conditions;
mod controls;
mod data;
mod facts;
mod glossary;
mod icon;
mod keys;
mod lane;
mod navigation;
mod notices;
mod page;
mod race;
mod span_table;
mod tabs;
mod top_bar;
mod verdict;
mod waterfall;

pub use page::Page;

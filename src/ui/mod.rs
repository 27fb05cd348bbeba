//! The page. One file a component; what is computed for a picture stands apart from it, as plain
//! functions with tests of their own.

mod arrivals;
mod ask;
mod axis;
mod code;
mod concepts;
mod conditions;
mod controls;
mod data;
mod embedded;
mod facts;
mod glossary;
mod icon;
mod instruments;
mod keys;
mod lane;
mod languages;
mod link;
mod navigation;
mod network;
mod notices;
mod page;
mod permits;
mod pooled;
mod prose;
mod race;
mod report;
mod share;
mod span_table;
mod tabs;
mod top_bar;
mod verdict;
mod waterfall;
mod when;

pub use page::Page;

//! The page. One file a component; what is computed for a picture stands apart from it, as plain
//! functions with tests of their own.

mod arrivals;
mod ask;
mod caution;
mod code;
mod concepts;
mod conditions;
mod controls;
mod data;
mod dialog;
mod embedded;
mod export;
mod facts;
mod focus;
mod glossary;
mod history;
mod icon;
mod instruments;
mod keys;
mod laid_over;
mod lane;
mod languages;
mod link;
mod navigation;
mod network;
mod notices;
mod opened;
mod overview;
mod page;
mod permits;
mod pooled;
mod prose;
mod race;
mod report;
mod share;
mod shortcuts;
mod sifting;
mod span_table;
mod tabs;
mod time_bar;
mod top_bar;
mod verdict;
mod waterfall;
mod when;
mod zoom;

pub use page::Page;

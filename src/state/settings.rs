//! What a person has chosen.

use crate::api::base::Base;
use crate::api::reach::{PUBLIC_API, is_public_api};
use crate::experiments::{Experiment, FIRST, Values};
use crate::network::{Network, PRESETS, Preset};
use crate::time::Nanos;

/// A choice among a few, each with its name in links.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// All choices, in the order they are shown.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name in links.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// All names, for people.
            #[must_use]
            pub fn names() -> String {
                Self::ALL.iter().map(|choice| choice.name()).collect::<Vec<_>>().join(", ")
            }

            /// The choice of this name.
            #[must_use]
            pub fn find(name: &str) -> Option<Self> {
                Self::ALL.iter().find(|choice| choice.name() == name).copied()
            }
        }
    };
}

choice! {
    /// Where answers come from.
    SourceKind {
        /// <https://jsonplaceholder.typicode.com>.
        #[default]
        Live = "live",
        /// The replica inside the page.
        Replica = "replica",
        /// Any API of the same shape.
        Custom = "custom",
    }
}

choice! {
    /// In which order the variants run.
    Order {
        /// Drawn for each comparison.
        #[default]
        Random = "random",
        /// Left to right.
        Fixed = "fixed",
    }
}

choice! {
    /// What the page shows.
    View {
        /// An experiment.
        #[default]
        Experiment = "experiment",
        /// The same ideas in three languages.
        Concepts = "concepts",
    }
}

choice! {
    /// What a lane shows below its figures.
    Tab {
        /// The code that runs.
        #[default]
        Rust = "rust",
        /// The same in TypeScript.
        TypeScript = "ts",
        /// The same in Python.
        Python = "py",
        /// What came back.
        Data = "data",
    }
}

choice! {
    /// How fast a replay plays.
    Speed {
        /// A tenth of the speed it was.
        #[default]
        Tenth = "0.1",
        /// As fast as it was.
        Full = "1",
        /// A quarter of the speed it was.
        Quarter = "0.25",
        /// A fiftieth of the speed it was.
        Fiftieth = "0.02",
    }
}

impl Speed {
    /// How much of a run passes while `time` does.
    #[must_use]
    pub const fn of(self, time: Nanos) -> Nanos {
        Nanos(match self {
            Self::Full => time.0,
            Self::Quarter => time.0 / 4,
            Self::Tenth => time.0 / 10,
            Self::Fiftieth => time.0 / 50,
        })
    }
}

choice! {
    /// The page's colours.
    Theme {
        /// As the system has it.
        #[default]
        System = "system",
        /// Dark on light.
        Light = "light",
        /// Light on dark.
        Dark = "dark",
    }
}

/// Where the answers of one comparison come from.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// The public API.
    Live,
    /// The replica inside the page, over this network.
    Replica(Network),
    /// An API of the person's own.
    Custom(Base),
}

impl Source {
    /// Its name, for people.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Live => PUBLIC_API.into(),
            Self::Replica(network) => format!(
                "replica · {}, modelled",
                network.summary()
            ),
            Self::Custom(base) => base.host.clone(),
        }
    }

    /// Whether the public API answers, chosen as such or by its address: it is asked little.
    #[must_use]
    pub fn is_public(&self) -> bool {
        match self {
            Self::Live => true,
            Self::Replica(_) => false,
            Self::Custom(base) => is_public_api(&base.host),
        }
    }

    /// Whether it answers inside the page.
    #[must_use]
    pub const fn is_replica(&self) -> bool {
        matches!(self, Self::Replica(_))
    }

    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> SourceKind {
        match self {
            Self::Live => SourceKind::Live,
            Self::Replica(_) => SourceKind::Replica,
            Self::Custom(_) => SourceKind::Custom,
        }
    }
}

/// What a person has chosen, by link or by hand.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// What the page shows.
    pub view: View,
    /// Which experiment.
    pub experiment: &'static Experiment,
    /// Its parameters.
    pub values: Values,
    /// Which source; `None` when nobody said: live, until it cannot be reached.
    pub source: Option<SourceKind>,
    /// The base of a custom API, as it was typed. It may be wrong.
    pub api: String,
    /// The network that the replica and every prediction are modelled on.
    pub network: Network,
    /// The preset that its numbers are changed from.
    pub preset: &'static Preset,
    /// The order of the variants.
    pub order: Order,
    /// What the lanes show.
    pub tab: Tab,
    /// How fast a replay plays.
    pub speed: Speed,
    /// Whether the page stands in another one, without its shell.
    pub embed: bool,
}

impl PartialEq for Experiment {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl std::fmt::Debug for Experiment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self::of(FIRST)
    }
}

impl Settings {
    /// `experiment` with nothing else chosen.
    #[must_use]
    pub fn of(experiment: &'static Experiment) -> Self {
        Self {
            view: View::default(),
            experiment,
            values: Values::defaults(experiment.params),
            source: None,
            api: String::new(),
            network: Network::default(),
            preset: &PRESETS[0],
            order: Order::default(),
            tab: Tab::default(),
            speed: Speed::default(),
            embed: false,
        }
    }

    /// An experiment, perhaps another, with the same source, network, order and tab, and what both have as parameters.
    #[must_use]
    pub fn switch(&self, experiment: &'static Experiment) -> Self {
        let mut values = Values::defaults(experiment.params);
        for (key, value) in self.values.iter() {
            values.set(key, value.clone());
        }
        Self {
            view: View::Experiment,
            experiment,
            values,
            ..self.clone()
        }
    }
}

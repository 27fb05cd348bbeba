//! The network that the replica and every prediction are modelled on, as a person chooses it.

use leptos::prelude::*;

use super::session::Session;
use super::settings::{Settings, SourceKind};
use super::sweep::Ground;
use crate::network::{Network, Number, Preset};

/// The network, which only the replica needs.
impl Session {
    /// What stands in the field of `number`: what is being typed, or what is chosen.
    #[must_use]
    pub fn text_of_number(self, number: Number) -> String {
        let chosen = || number.text(&self.network());
        self.draft_of(number.key()).unwrap_or_else(chosen)
    }

    /// What is wrong with what stands in the field of `number`.
    #[must_use]
    pub fn problem_of_number(self, number: Number) -> Option<String> {
        let text = self.text_of_number(number);
        number.read(&text, &mut self.network()).err()
    }

    pub(super) fn network_is_right(self) -> bool {
        let right = |number: &Number| self.problem_of_number(*number).is_none();
        self.source_kind() != SourceKind::Replica || Number::ALL.iter().all(right)
    }

    /// Chooses all numbers of the network by a preset.
    pub fn choose_preset(self, preset: &'static Preset) {
        self.forget_drafts(|key| Number::find(key).is_some());
        self.change_network(|settings| {
            (settings.preset, settings.network) = (preset, preset.network());
        });
    }

    /// Types into the field of `number`. What can be read is chosen at once.
    pub fn type_number(self, number: Number, text: String) {
        let mut network = self.network.get_untracked();
        if number.read(&text, &mut network).is_ok() {
            self.change_network(|settings| settings.network = network);
        }
        self.draft(number.key(), text);
    }

    /// Leaves the field of `number`: what was chosen is written there as links write it.
    pub fn leave_number(self, number: Number) {
        if untrack(|| self.problem_of_number(number).is_none()) {
            self.forget_drafts(|key| key == number.key());
        }
    }

    fn change_network(self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.settings.get_untracked();
        change(&mut settings);
        self.turn_to_network(&settings.network);
        self.change(|all| *all = settings);
    }

    /// Stops and clears what ran on another network than `network`: its figures would belong to that one.
    pub(super) fn turn_to_network(self, network: &Network) {
        if *network == self.network.get_untracked() {
            return;
        }
        let comparison = self.comparison.get_untracked();
        let compared = untrack(|| comparison.is_some_and(|all| all.source().is_replica()));
        let series = self.series.get_untracked();
        let repeated = untrack(|| series.is_some_and(|all| all.source().is_replica()));
        let sweep = self.sweep.get_untracked();
        let swept = sweep.is_some_and(|sweep| compared || sweep.ground() == Ground::Network);
        if compared || repeated {
            self.stop();
        }
        if swept {
            self.stop_sweep();
            self.sweep.set(None);
        }
        if compared {
            self.forget_look();
            self.comparison.set(None);
        }
        if repeated {
            self.series.set(None);
        }
    }
}

//! Settings as the query of a link, and back.

use form_urlencoded::Serializer;

use super::settings::{Order, Settings, SourceKind, Speed, Tab, View};
use crate::api::base::{Base, ReadAddress};
use crate::experiments::{EXPERIMENTS, find};
use crate::network::{Number, Preset};
use crate::sorting::sort_by_key;

/// Something in a link that was left out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The key, as it stands in the link.
    pub key: String,
    /// Its value, as it stands in the link.
    pub value: String,
    /// What is wrong.
    pub wrong: Wrong,
}

/// What is wrong with a part of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The key means nothing.
    Unknown,
    /// Something else may stand there: this.
    Expected(String),
    /// It cannot be read, for this reason.
    Unreadable(String),
}

/// Reads `query`. What is wrong in it is left out and told; the rest applies.
#[must_use]
pub fn read(query: &str, address: ReadAddress) -> (Settings, Vec<Problem>) {
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let mut reader = Reader {
        settings: Settings::default(),
        problems: Vec::new(),
        address,
    };
    // The experiment first: it decides which other keys there are. Then the preset, which the numbers of
    // a network change.
    let mut pairs: Vec<_> = pairs.iter().collect();
    sort_by_key(&mut pairs, |(key, _)| {
        match key.as_ref() {
            "experiment" => 0,
            "network" => 1,
            _ => 2,
        }
    });
    for (key, value) in pairs {
        reader.take(key, value);
    }
    reader.refuse_custom_in_embed();
    (reader.settings, reader.problems)
}

struct Reader {
    settings: Settings,
    problems: Vec<Problem>,
    address: ReadAddress,
}

impl Reader {
    fn take(&mut self, key: &str, value: &str) {
        let settings = &mut self.settings;
        let taken = match key {
            "experiment" => self.experiment(value),
            "page" => choose(&mut settings.view, View::find(value)).map_err(|()| View::names()),
            "source" => choose(
                &mut settings.source,
                SourceKind::find(value).map(Some),
            )
            .map_err(|()| SourceKind::names()),
            "api" => self.api(value),
            "order" => choose(&mut settings.order, Order::find(value)).map_err(|()| Order::names()),
            "embed" => choose(
                &mut settings.embed,
                (value == "1").then_some(true),
            )
            .map_err(|()| "1".into()),
            "tab" => choose(&mut settings.tab, Tab::find(value)).map_err(|()| Tab::names()),
            "speed" => choose(&mut settings.speed, Speed::find(value)).map_err(|()| Speed::names()),
            "network" => self.preset(value),
            _ => match Number::find(key) {
                Some(number) => number.read(value, &mut settings.network),
                None => return self.param(key, value),
            },
        };
        if let Err(expected) = taken {
            self.problem(key, value, Some(expected));
        }
    }

    fn experiment(&mut self, name: &str) -> Result<(), String> {
        let known = EXPERIMENTS.iter().map(|experiment| experiment.name);
        let unknown = || known.collect::<Vec<_>>().join(", ");
        self.settings = Settings::of(find(name).ok_or_else(unknown)?);
        Ok(())
    }

    fn preset(&mut self, name: &str) -> Result<(), String> {
        let preset = Preset::find(name).ok_or_else(Preset::names)?;
        self.settings.preset = preset;
        self.settings.network = preset.network();
        Ok(())
    }

    fn api(&mut self, text: &str) -> Result<(), String> {
        Base::read(text, self.address).map_err(|problem| problem.to_string())?;
        self.settings.api = text.into();
        Ok(())
    }

    /// Anyone may put an embed into a page of their own: it sends nothing to an API that they name.
    fn refuse_custom_in_embed(&mut self) {
        let settings = &mut self.settings;
        if settings.embed && settings.source == Some(SourceKind::Custom) {
            settings.source = None;
            settings.api.clear();
            let expected = "live, replica (an embedded page sends nothing to other APIs)";
            self.problem(
                "source",
                SourceKind::Custom.name(),
                Some(expected.into()),
            );
        }
    }

    fn param(&mut self, key: &str, value: &str) {
        let params = self.settings.experiment.params;
        match params
            .iter()
            .find(|param| param.key == key)
            .map(|param| param.parse(value))
        {
            Some(Ok(value)) => self.settings.values.set(key, value),
            Some(Err(expected)) => self.problem(key, value, Some(expected)),
            None => self.problem(key, value, None),
        }
    }

    fn problem(&mut self, key: &str, value: &str, expected: Option<String>) {
        self.problems.push(Problem {
            key: key.into(),
            value: value.into(),
            wrong: expected.map_or(Wrong::Unknown, Wrong::Expected),
        });
    }
}

fn choose<T>(place: &mut T, choice: Option<T>) -> Result<(), ()> {
    *place = choice.ok_or(())?;
    Ok(())
}

/// Writes the query that `settings` are read from again. What was not chosen is left out, and so is an
/// address that requests may not go to: it may hold a password.
#[must_use]
pub fn write(settings: &Settings, address: ReadAddress) -> String {
    let default = Settings::of(settings.experiment);
    let mut query = Serializer::new(String::new());
    if settings.view != default.view {
        query.append_pair("page", settings.view.name());
    }
    if settings.experiment != Settings::default().experiment {
        query.append_pair("experiment", settings.experiment.name);
    }
    for (key, value) in settings.values.iter() {
        if default.values.get(key) != Some(value) {
            query.append_pair(key, &value.text());
        }
    }
    if let Some(kind) = settings.source {
        query.append_pair("source", kind.name());
    }
    if settings.source == Some(SourceKind::Custom)
        && let Ok(base) = Base::read(&settings.api, address)
    {
        query.append_pair("api", &base.url);
    }
    if settings.preset != default.preset {
        query.append_pair("network", settings.preset.name);
    }
    for number in Number::ALL {
        let text = number.text(&settings.network);
        if text != number.text(&settings.preset.network()) {
            query.append_pair(number.key(), &text);
        }
    }
    if settings.order != default.order {
        query.append_pair("order", settings.order.name());
    }
    if settings.tab != default.tab {
        query.append_pair("tab", settings.tab.name());
    }
    if settings.speed != default.speed {
        query.append_pair("speed", settings.speed.name());
    }
    if settings.embed {
        query.append_pair("embed", "1");
    }
    query.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::base::Parts;

    /// Enough of an address for these cases; the browser's own reader is tested in the browser.
    fn address(text: &str) -> Option<Parts> {
        let (scheme, rest) = text.split_once("://")?;
        Some(Parts {
            scheme: scheme.into(),
            host: rest.split('/').next()?.into(),
            has_user: rest.contains('@'),
            has_extra: false,
            base: text.into(),
        })
    }

    #[test]
    fn what_is_written_is_read_back() {
        for query in [
            "",
            "experiment=user-with-posts",
            "user=7",
            "experiment=user-with-posts&user=10&source=replica&order=fixed&tab=data",
            "source=live",
            "tab=py&speed=0.02",
            "network=3g",
            "source=replica&network=3g-slow&rtt=250&protocol=h1&ratelimit=5%2F1&seed=7",
            "page=concepts&experiment=user-with-posts&user=3",
            "source=custom&api=http%3A%2F%2F127.0.0.1%3A3999%2Fbase",
            "user=7&source=replica&embed=1",
        ] {
            let (settings, problems) = read(query, address);
            assert_eq!(
                (
                    write(&settings, address).as_str(),
                    problems.as_slice()
                ),
                (query, &[][..])
            );
        }
    }

    /// Whatever was typed, the page's own link is one that it reads without a word.
    #[test]
    fn what_is_typed_makes_a_link_that_is_read_back() {
        for api in [
            "",
            "http://",
            "http://me:secret@api.test",
            "http://api.test/v1/",
        ] {
            let typed = Settings {
                source: Some(SourceKind::Custom),
                api: api.into(),
                ..Settings::default()
            };
            let link = write(&typed, address);
            assert!(!link.contains("secret"), "{link}");
            let (settings, problems) = read(&link, address);
            assert_eq!(
                (settings.source, problems),
                (typed.source, vec![]),
                "{link}"
            );
        }
    }

    /// A link, what of it is told, and what is left of it.
    type Case = (
        &'static str,
        &'static [(&'static str, &'static str)],
        &'static str,
    );

    #[test]
    fn bad_values_are_told_and_the_rest_applies() {
        let cases: &[Case] = &[
            (
                "experiment=nope&user=3",
                &[("experiment", "nope")],
                "user=3",
            ),
            (
                "user=0&tab=data",
                &[("user", "0")],
                "tab=data",
            ),
            ("user=11", &[("user", "11")], ""),
            (
                "user=abc&source=replica",
                &[("user", "abc")],
                "source=replica",
            ),
            (
                "source=moon&order=fixed",
                &[("source", "moon")],
                "order=fixed",
            ),
            ("source=custom", &[], "source=custom"),
            (
                "source=custom&api=ftp%3A%2F%2Fx",
                &[("api", "ftp://x")],
                "source=custom",
            ),
            (
                "source=custom&api=http%3A%2F%2Fme@x&user=2",
                &[("api", "http://me@x")],
                "user=2&source=custom",
            ),
            (
                "order=sideways&tab=c&user=4",
                &[("order", "sideways"), ("tab", "c")],
                "user=4",
            ),
            (
                "network=5g&rtt=20",
                &[("network", "5g")],
                "rtt=20",
            ),
            (
                "rtt=fast&jitter=0",
                &[("rtt", "fast")],
                "jitter=0",
            ),
            // The preset, wherever it stands, comes before what changes it.
            (
                "rtt=20&network=cable",
                &[],
                "network=cable&rtt=20",
            ),
            (
                "page=9&user=2",
                &[("page", "9")],
                "user=2",
            ),
            (
                "usr=4&user=5",
                &[("usr", "4")],
                "user=5",
            ),
            (
                "embed=yes&user=2",
                &[("embed", "yes")],
                "user=2",
            ),
            // Anyone may frame an embed.
            (
                "source=custom&api=http%3A%2F%2Fx&user=2&embed=1",
                &[("source", "custom")],
                "user=2&embed=1",
            ),
            // Whatever the order of the keys, the experiment decides what the others mean.
            (
                "user=6&experiment=user-with-posts",
                &[],
                "experiment=user-with-posts&user=6",
            ),
        ];
        for (query, told, left) in cases {
            let (settings, problems) = read(query, address);
            let named: Vec<_> = problems
                .iter()
                .map(|problem| {
                    (
                        problem.key.as_str(),
                        problem.value.as_str(),
                    )
                })
                .collect();
            assert_eq!(named, *told, "{query}");
            assert_eq!(
                write(&settings, address),
                *left,
                "{query}"
            );
        }
    }
}

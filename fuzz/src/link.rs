//! What links and fields hold.

use tandem::api::base::{Base, Parts};
use tandem::experiments::find;
use tandem::network::{Network, Number};
use tandem::state::link::{Wrong, read, write};
use tandem::state::{Settings, SourceKind};
use url::{Position, Url, form_urlencoded};

use super::weigh::weighed;

/// Reads an address as a browser does: the crate follows the same standard.
pub(super) fn address(text: &str) -> Option<Parts> {
    let url = Url::parse(text).ok()?;
    let host = &url[Position::BeforeHost..Position::AfterPort];
    Some(Parts {
        scheme: url.scheme().into(),
        host: host.into(),
        has_user: !url.username().is_empty() || url.password().is_some(),
        has_extra: url.query().is_some_and(|query| !query.is_empty())
            || url.fragment().is_some_and(|fragment| !fragment.is_empty()),
        base: format!(
            "{}://{host}{}",
            url.scheme(),
            url.path()
        ),
    })
}

/// A link: complaints name its keys, and what applies makes a link that is read without one.
pub fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (settings, problems) = weighed(text.len(), || read(&text, address));
    for problem in &problems {
        let mut keys = form_urlencoded::parse(text.as_bytes()).map(|(key, _)| key);
        assert!(
            keys.any(|key| key == problem.key),
            "{problem:?}"
        );
        if let Wrong::Expected(expected) | Wrong::Unreadable(expected) = &problem.wrong {
            assert!(!expected.is_empty(), "{problem:?}");
        }
    }
    assert_safe(&settings);
    let link = write(&settings, address);
    let (again, problems) = read(&link, address);
    assert_eq!(problems, [], "{link}");
    assert_eq!(
        without_api(&again),
        without_api(&settings),
        "{link}"
    );
    assert_eq!(write(&again, address), link);
}

/// No link makes an embed that asks an API of its choice, or one with a password.
fn assert_safe(settings: &Settings) {
    let is_custom = settings.source == Some(SourceKind::Custom);
    assert!(!(is_custom && settings.embed));
    if let Ok(base) = Base::read(&settings.api, address) {
        let is_web = base.url.starts_with("http://") || base.url.starts_with("https://");
        assert!(
            is_web && !base.host.is_empty(),
            "{base:?}"
        );
        assert!(
            !base.url.contains(['@', '?', '#']) || base.url.contains("/"),
            "{base:?}"
        );
        assert!(
            !base.host.contains(['@', '?', '#', '/', '\\']),
            "{base:?}"
        );
    }
}

/// An address is written as the browser writes it, and only where it is used.
fn without_api(settings: &Settings) -> Settings {
    Settings {
        api: String::new(),
        ..settings.clone()
    }
}

/// A list of numbers, as the parameter takes it.
pub fn numbers(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let experiment = find("fastest-posts").expect("an experiment");
    let param = &experiment.params[0];
    match weighed(text.len(), || param.parse(&text)) {
        Ok(value) => assert_eq!(param.parse(&value.text()), Ok(value)),
        Err(expected) => assert!(!expected.is_empty()),
    }
}

/// A number of a network, as each of them: what is refused changes nothing.
pub fn network(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for number in Number::ALL {
        let mut network = Network::default();
        match weighed(text.len(), || {
            number.read(&text, &mut network)
        }) {
            Ok(()) => {
                let mut again = Network::default();
                let written = number.text(&network);
                assert_eq!(
                    number.read(&written, &mut again),
                    Ok(()),
                    "{number:?} {written}"
                );
                assert_eq!(again, network, "{number:?} {written}");
            }
            Err(expected) => {
                assert!(!expected.is_empty(), "{number:?}");
                assert_eq!(
                    network,
                    Network::default(),
                    "{number:?}"
                );
            }
        }
    }
}

//! The page that Trunk built.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail, ensure};
use lol_html::html_content::{ContentType, Element};
use lol_html::{RewriteStrSettings, element, rewrite_str, text};

use super::digest::sha384;
use super::policy::Policy;

/// Where the page lies in the site's folder.
const NAME: &str = "index.html";
/// Tags that load what runs or what the page looks like.
const ASSETS: &str = "script[src], link[rel=stylesheet], link[rel=modulepreload]";

/// The page's text.
pub(crate) struct Page {
    html: String,
}

/// What stands in the page itself and not in files.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Inline {
    /// The text of each script.
    pub(crate) scripts: Vec<String>,
    /// The text of each style sheet.
    pub(crate) styles: Vec<String>,
}

impl Page {
    /// Reads the page of the site in `folder`.
    pub(crate) fn read(folder: &Path) -> Result<Self> {
        let path = folder.join(NAME);
        let html = fs::read_to_string(&path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        // Browsers hash what they have parsed, which has no carriage returns.
        Ok(Self {
            html: html.replace("\r\n", "\n"),
        })
    }

    /// Writes it back.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let path = folder.join(NAME);
        fs::write(&path, &self.html)
            .with_context(|| format!("{} cannot be written", path.display()))
    }

    /// Tells whether `trunk serve` put its script into the page that reloads it. That script has gaps which
    /// the server fills in as it answers; they are filled here by what the page knows itself, so that the
    /// script that is served is the script that was hashed.
    pub(crate) fn settle_reload_script(&mut self) -> bool {
        const ADDRESS: &str = "'{{__TRUNK_ADDRESS__}}'";
        const BASE: &str = "'{{__TRUNK_WS_BASE__}}'";
        let is_served = self.html.contains(ADDRESS);
        self.html = self
            .html
            .replace(ADDRESS, "window.location.host")
            .replace(BASE, "window.location.pathname.replace(/[^/]*$/, '')");
        is_served
    }

    /// Gives the program's files another beginning of their names.
    pub(crate) fn rename(&mut self, old: &str, new: &str) -> Result<()> {
        ensure!(self.html.contains(old), "the page does not load {old}");
        self.html = self.html.replace(old, new);
        Ok(())
    }

    /// Has Trunk's loader count on as many bytes of a program as there are now: its progress is a share of them.
    pub(crate) fn settle_length(&mut self, name: &str, before: usize, after: usize) -> Result<()> {
        let [told, right] = [before, after].map(|bytes| format!("{name}', {bytes},"));
        ensure!(
            self.html.contains(&told),
            "the page does not tell that {name} has {before} bytes"
        );
        self.html = self.html.replace(&told, &right);
        Ok(())
    }

    /// Takes the style sheets into the page, in their order, and removes their files: the first paint waits for
    /// all of them, and together they are half of what they are apart, compressed and with their tags. Those for
    /// a medium stay files, which nothing waits for.
    pub(crate) fn hold_styles(&mut self, folder: &Path) -> Result<()> {
        const TAGS: &str = "link[rel=stylesheet]:not([media])";
        let mut names = Vec::new();
        let tags = element!(TAGS, |tag| {
            names.push(file_of(tag)?);
            Ok(())
        });
        rewritten(&self.html, vec![tags])?;
        let mut styles = String::new();
        for name in &names {
            let path = folder.join(name);
            let style = fs::read_to_string(&path).with_context(|| format!("{name} is missing"))?;
            ensure!(
                !style.contains("</style"),
                "{name} would end the page's style"
            );
            styles.push_str(style.trim());
            styles.push('\n');
            fs::remove_file(&path).with_context(|| format!("{name} cannot be removed"))?;
        }
        let mut style = Some(format!("<style>\n{styles}</style>"));
        self.rewrite(vec![element!(TAGS, |tag| {
            match style.take() {
                Some(style) => tag.replace(&style, ContentType::Html),
                None => tag.remove(),
            }
            Ok(())
        })])
    }

    /// Gives each file that an inline script imports a tag that loads it ahead: an import has no place for a
    /// hash, and is held to that of the tag.
    pub(crate) fn preload_imports(&mut self, inline: &Inline) -> Result<()> {
        let mut loaded = Vec::new();
        let tags = element!("link[rel=modulepreload]", |tag| {
            loaded.extend(tag.get_attribute("href"));
            Ok(())
        });
        rewritten(&self.html, vec![tags])?;
        for name in inline.scripts.iter().flat_map(|script| imports(script)) {
            if !loaded.iter().any(|other| other == name) {
                loaded.push(name.to_owned());
                self.preload_module(name)?;
            }
        }
        Ok(())
    }

    /// Has a script loaded ahead: behind the page's own, which stands there as the first of them.
    pub(crate) fn preload_module(&mut self, name: &str) -> Result<()> {
        let tag = format!("<link rel=\"modulepreload\" href=\"{name}\" crossorigin=\"anonymous\">");
        self.rewrite(vec![element!("head", |head| {
            head.append(&format!("{tag}\n"), ContentType::Html);
            Ok(())
        })])?;
        ensure!(self.html.contains(&tag), "the page's head has no end");
        Ok(())
    }

    /// Gives each tag that loads a script or a style sheet the hash of its file, and checks those that have
    /// one. A file of another host is an error.
    pub(crate) fn pin_assets(&mut self, folder: &Path) -> Result<()> {
        self.rewrite(vec![element!(ASSETS, |tag| { Ok(pin(tag, folder)?) })])
    }

    /// What stands in the page itself. Handlers and styles in attributes are an error: no policy of ours
    /// allows them.
    pub(crate) fn inline(&self) -> Result<Inline> {
        let mut inline = Inline::default();
        let (scripts, styles) = (
            std::cell::RefCell::new(&mut inline.scripts),
            std::cell::RefCell::new(&mut inline.styles),
        );
        let handlers = vec![
            element!("*", |tag| Ok(refuse_attributes(tag)?)),
            element!("script:not([src])", |_| {
                scripts.borrow_mut().push(String::new());
                Ok(())
            }),
            text!("script:not([src])", |chunk| {
                append(&mut scripts.borrow_mut(), chunk.as_str());
                Ok(())
            }),
            element!("style", |_| {
                styles.borrow_mut().push(String::new());
                Ok(())
            }),
            text!("style", |chunk| {
                append(&mut styles.borrow_mut(), chunk.as_str());
                Ok(())
            }),
        ];
        rewritten(&self.html, handlers)?;
        Ok(inline)
    }

    /// Puts the policy before everything that it governs.
    pub(crate) fn add_policy(&mut self, policy: &Policy) -> Result<()> {
        self.add_to_head(&format!(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"
        ))
    }

    /// Names the service worker that keeps this page.
    pub(crate) fn name_worker(&mut self, worker: &str) -> Result<()> {
        self.add_to_head(&format!(
            "<meta name=\"tandem-worker\" content=\"{worker}\">"
        ))
    }

    /// Puts `tag` behind the character set, which browsers look for in the first kilobyte.
    fn add_to_head(&mut self, tag: &str) -> Result<()> {
        let mut places = 0;
        self.rewrite(vec![element!("head > meta[charset]", |charset| {
            places += 1;
            charset.after(&format!("\n    {tag}"), ContentType::Html);
            Ok(())
        })])?;
        ensure!(
            places == 1,
            "the page has {places} <meta charset>, and needs one"
        );
        Ok(())
    }

    fn rewrite<'h>(&mut self, handlers: Handlers<'h>) -> Result<()> {
        self.html = rewritten(&self.html, handlers)?;
        Ok(())
    }
}

type Handlers<'h> = Vec<(
    std::borrow::Cow<'h, lol_html::Selector>,
    lol_html::ElementContentHandlers<'h>,
)>;

fn rewritten(html: &str, handlers: Handlers<'_>) -> Result<String> {
    let settings = handlers.into_iter().fold(
        RewriteStrSettings::new(),
        RewriteStrSettings::append_element_content_handler,
    );
    // Not as a source: a handler's error says it all.
    rewrite_str(html, settings).map_err(|error| anyhow!("{NAME}: {error}"))
}

/// The files of the site that a script imports.
fn imports(script: &str) -> Vec<&str> {
    let named = |rest: &'_ str| {
        let quote = rest
            .chars()
            .next()
            .filter(|first| matches!(first, '\'' | '"'));
        quote
            .and_then(|quote| rest[1..].find(quote))
            .map(|length| 1..=length)
    };
    script
        .split(" from ")
        .skip(1)
        .filter_map(|rest| rest.get(named(rest)?))
        .filter(|name| name.starts_with("./"))
        .collect()
}

fn append(texts: &mut [String], chunk: &str) {
    if let Some(last) = texts.last_mut() {
        last.push_str(chunk);
    }
}

fn refuse_attributes(tag: &Element<'_, '_>) -> Result<()> {
    for attribute in tag.attributes() {
        let name = attribute.name();
        if name == "style" || name.starts_with("on") {
            bail!(
                "<{} {name}=…> would be blocked: a file or an inline element can hold it",
                tag.tag_name()
            );
        }
    }
    Ok(())
}

fn pin(tag: &mut Element<'_, '_>, folder: &Path) -> Result<()> {
    let name = file_of(tag)?;
    let bytes = fs::read(folder.join(&name)).with_context(|| format!("{name} is missing"))?;
    let hash = sha384(&bytes);
    match tag.get_attribute("integrity") {
        Some(found) => ensure!(
            found == hash,
            "{name} is not the file that its tag tells of"
        ),
        None => tag.set_attribute("integrity", &hash)?,
    }
    Ok(())
}

/// The name of the site's file that a tag loads.
fn file_of(tag: &Element<'_, '_>) -> Result<String> {
    let address = tag
        .get_attribute("src")
        .or_else(|| tag.get_attribute("href"));
    let address = address.with_context(|| format!("<{}> loads nothing", tag.tag_name()))?;
    let name = address.strip_prefix("./").unwrap_or(&address);
    ensure!(
        !name.contains([':', '?']) && !name.starts_with('/'),
        "{address} is no file of the site, which loads nothing else"
    );
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests;

//! Contrast, computed from the tokens: texts 4.5:1 (WCAG 2.2, 1.4.3), bars and signs 3:1 (1.4.11), both themes.
//! `tests/browser/people/colours.rs` shows that the page writes nothing in other pairs.

use crate::support::pairs::TEXTS;

const TOKENS: &str = include_str!("../../style/tokens.css");

/// Light, dark.
const THEMES: [usize; 2] = [0, 1];

/// The hues of resources.
const HUES: [&str; 7] = [
    "users", "posts", "todos", "comments", "albums", "photos", "other",
];

/// What bars lie on: a lane, its rows under the pointer and chosen.
const LANES: [&str; 3] = ["sheet", "ink 5% over sheet", "lit 9% over sheet"];

/// Bars and signs that carry meaning: what is drawn, and on what. 3:1 at least. Hues are checked besides.
const SIGNS: &[(&str, &str)] = &[
    // bars: of what waits, was cancelled, timed out, failed, connects, is predicted, is on the critical path
    ("rule-2", "sheet"),
    ("rule-2", "ink 5% over sheet"),
    ("rule-2", "lit 9% over sheet"),
    ("ink-3", "lit 9% over sheet"),
    ("warn", "lit 9% over sheet"),
    ("bad", "lit 9% over sheet"),
    ("ink", "lit 9% over sheet"),
    // the race: bars, the fastest, a failed one, the floor, a run laid over
    ("ink-3", "sunken"),
    ("good", "sunken"),
    ("bad", "sunken"),
    ("ink", "sunken"),
    ("lit", "sunken"),
    // calls in flight; the strip of the whole time, and its window
    ("lit", "sheet"),
    ("ink-3 75% in sunken", "sunken"),
    // dots of repeats, the curve over limits, permits, the parts of a request's cost
    ("lit 70% over sheet", "sheet"),
    ("photos", "sheet"),
    ("accent", "sheet"),
    ("ink-2", "paper"),
    ("rule-2", "paper"),
    ("accent", "paper"),
    ("lit", "paper"),
    // edges of fields and buttons, and the frame of what is chosen
    ("rule-2", "sunken"),
    // the focus, wherever it is
    ("lit", "sunken"),
    ("lit", "warn 9% in sheet"),
    ("lit", "bad 8% in sheet"),
    ("lit", "lit 13% in sheet"),
    // the dots of sources
    ("good", "paper"),
    ("warn", "paper"),
];

/// Red, green and blue from 0 to 1, and how much of what is behind it is covered.
type Colour = [f64; 4];

fn hex(text: &str) -> Colour {
    let digits = text.strip_prefix('#').expect("a colour is in hexadecimal");
    let part = |from: usize| {
        let two = digits.get(from..from + 2).unwrap_or("ff");
        f64::from(u8::from_str_radix(two, 16).expect("two digits")) / 255.0
    };
    [part(0), part(2), part(4), part(6)]
}

/// The value of a token in a theme.
fn token(name: &str, theme: usize) -> Colour {
    let start = format!("--{name}: light-dark(");
    let mut lines = TOKENS.lines().map(str::trim);
    let both = lines.find_map(|line| line.strip_prefix(&start)?.strip_suffix(");"));
    let both = both.unwrap_or_else(|| panic!("no colour --{name}"));
    let (light, dark) = both.split_once(", ").expect("two themes");
    hex([light, dark][theme])
}

fn map(colour: Colour, part: impl Fn(f64) -> f64) -> [f64; 3] {
    [part(colour[0]), part(colour[1]), part(colour[2])]
}

/// As WCAG defines it, with the threshold of sRGB.
fn linear(part: f64) -> f64 {
    if part <= 0.04045 {
        part / 12.92
    } else {
        ((part + 0.055) / 1.055).powf(2.4)
    }
}

fn encoded(part: f64) -> f64 {
    let part = part.clamp(0.0, 1.0);
    if part <= 0.003_130_8 {
        part * 12.92
    } else {
        1.055 * part.powf(1.0 / 2.4) - 0.055
    }
}

fn luminance(colour: Colour) -> f64 {
    let [red, green, blue] = map(colour, linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn contrast(one: Colour, other: Colour) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn over(top: Colour, share: f64, base: Colour) -> Colour {
    let covered = top[3] * share;
    let part = |place: usize| top[place] * covered + base[place] * (1.0 - covered);
    [part(0), part(1), part(2), 1.0]
}

fn times(rows: [[f64; 3]; 3], vector: [f64; 3]) -> [f64; 3] {
    rows.map(|row| row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2])
}

/// Oklab, as CSS Color 4 has it: linear sRGB to cones, their cube roots to lightness and two axes.
const TO_CONES: [[f64; 3]; 3] = [
    [0.412_221_47, 0.536_332_54, 0.051_445_99],
    [0.211_903_5, 0.680_699_55, 0.107_396_96],
    [0.088_302_46, 0.281_718_84, 0.629_978_7],
];
const TO_LAB: [[f64; 3]; 3] = [
    [0.210_454_26, 0.793_617_79, -0.004_072_05],
    [1.977_998_5, -2.428_592_21, 0.450_593_71],
    [0.025_904_04, 0.782_771_77, -0.808_675_77],
];
const FROM_LAB: [[f64; 3]; 3] = [
    [1.0, 0.396_337_78, 0.215_803_76],
    [1.0, -0.105_561_35, -0.063_854_17],
    [1.0, -0.089_484_18, -1.291_485_55],
];
const FROM_CONES: [[f64; 3]; 3] = [
    [4.076_741_66, -3.307_711_59, 0.230_969_93],
    [-1.268_438, 2.609_757_4, -0.341_319_4],
    [-0.004_196_09, -0.703_418_61, 1.707_614_7],
];

/// `color-mix(in oklab, top share, base)`.
fn mixed(top: Colour, share: f64, base: Colour) -> Colour {
    let lab = |colour| {
        times(
            TO_LAB,
            times(TO_CONES, map(colour, linear)).map(f64::cbrt),
        )
    };
    let (top, base) = (lab(top), lab(base));
    let part = |place: usize| top[place] * share + base[place] * (1.0 - share);
    let cones = times(FROM_LAB, [part(0), part(1), part(2)]).map(|cone| cone.powi(3));
    let [red, green, blue] = times(FROM_CONES, cones).map(encoded);
    [red, green, blue, 1.0]
}

/// The colour of what the tables name.
fn named(name: &str, theme: usize) -> Colour {
    let words: Vec<&str> = name.split(' ').collect();
    let share = |percent: &str| {
        let number = percent.strip_suffix('%').expect("a share in percent");
        number.parse::<f64>().expect("a number") / 100.0
    };
    match *words {
        [only] => token(only, theme),
        [top, "over", base] => over(
            token(top, theme),
            1.0,
            token(base, theme),
        ),
        [top, percent, "over", base] => over(
            token(top, theme),
            share(percent),
            token(base, theme),
        ),
        [top, percent, "in", base] => mixed(
            token(top, theme),
            share(percent),
            token(base, theme),
        ),
        _ => panic!("“{name}” is no colour"),
    }
}

/// What falls short of `least`.
fn short<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>, least: f64) -> Vec<String> {
    pairs
        .flat_map(|(drawn, ground)| THEMES.map(|theme| (drawn, ground, theme)))
        .filter_map(|(drawn, ground, theme)| {
            let ratio = contrast(
                named(drawn, theme),
                named(ground, theme),
            );
            let theme = ["light", "dark"][theme];
            (ratio < least).then(|| format!("{drawn} on {ground}, {theme}: {ratio:.2}"))
        })
        .collect()
}

#[test]
fn colours_are_computed_as_browsers_do() {
    let (black, white) = (hex("#000000"), hex("#ffffff"));
    assert!((contrast(black, white) - 21.0).abs() < 1e-9);
    // 4.48:1, the grey that just fails.
    assert!((contrast(hex("#777777"), white) - 4.478).abs() < 1e-3);
    // What Chromium draws of 13 % of a blue over a sheet, and mixed into it.
    let blue = hex("#2450b8");
    for (computed, seen) in [
        (
            over(blue, 0.13, hex("#fffefb")),
            [227.0, 231.0, 242.0],
        ),
        (
            mixed(blue, 0.13, hex("#fffefb")),
            [224.0, 232.0, 244.0],
        ),
    ] {
        for place in 0..3 {
            let part = computed[place] * 255.0;
            assert!(
                (part - seen[place]).abs() <= 1.0,
                "{computed:?} {seen:?}"
            );
        }
    }
}

#[test]
fn texts_are_readable() {
    let pairs = TEXTS
        .iter()
        .flat_map(|(ground, inks)| inks.iter().map(move |ink| (*ink, *ground)));
    assert_eq!(short(pairs, 4.5), Vec::<String>::new());
}

#[test]
fn bars_and_signs_stand_out() {
    let hues = LANES.iter().flat_map(|lane| HUES.map(|hue| (hue, *lane)));
    assert_eq!(
        short(SIGNS.iter().copied().chain(hues), 3.0),
        Vec::<String>::new()
    );
}

/// A download is a shade of its bar's hue, and no shade is told from another for sure: a line parts them.
#[test]
fn phases_are_parted_by_a_line_that_stands_out_from_both() {
    let sheet = include_str!("../../style/waterfall.css");
    let (_, rule) = sheet
        .split_once(".bar[data-kind=\"download\"] {")
        .expect("its rule");
    let (rule, _) = rule.split_once('}').expect("its end");
    assert!(
        rule.contains("border-left: 1.6px solid var(--sheet);"),
        "{rule}"
    );
    assert!(
        rule.contains("color-mix(in oklab, var(--hue) 62%, var(--ink))"),
        "{rule}"
    );
    let shades: Vec<String> = HUES.iter().map(|hue| format!("{hue} 62% in ink")).collect();
    let parts = shades.iter().map(String::as_str).chain(HUES);
    assert_eq!(
        short(parts.map(|part| (part, "sheet")), 3.0),
        Vec::<String>::new()
    );
}

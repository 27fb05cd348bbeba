//! A picture as plain shapes, top to bottom, before anything is written.

use super::words;

/// The width of every picture.
pub(super) const WIDTH: f64 = 960.0;
/// What stays free on all sides.
pub(super) const MARGIN: f64 = 28.0;

/// How text is set: its class in the style sheet, its size, and from one line to the next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Type {
    pub(super) class: &'static str,
    pub(super) size: f64,
    pub(super) leading: f64,
}

pub(super) const HEADLINE: Type = Type {
    class: "strong",
    size: 40.0,
    leading: 46.0,
};
pub(super) const TITLE: Type = Type {
    class: "strong",
    size: 19.0,
    leading: 26.0,
};
pub(super) const HEADING: Type = Type {
    class: "strong",
    size: 15.0,
    leading: 21.0,
};
pub(super) const FIGURE: Type = Type {
    class: "end strong",
    ..HEADING
};
pub(super) const TEXT: Type = Type {
    class: "",
    size: 14.0,
    leading: 21.0,
};
pub(super) const SIDE: Type = Type {
    class: "end",
    size: 13.0,
    leading: 19.0,
};
pub(super) const BAD: Type = Type {
    class: "bad",
    size: 13.0,
    leading: 19.0,
};
pub(super) const SMALL: Type = Type {
    class: "",
    size: 12.0,
    leading: 18.0,
};
pub(super) const FAINT: Type = Type {
    class: "faint",
    ..SMALL
};
pub(super) const TICK: Type = Type {
    class: "faint middle",
    ..SMALL
};

/// One thing that is drawn.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// A line of text, from its base line.
    Text {
        x: f64,
        y: f64,
        set: Type,
        text: String,
    },
    /// A rectangle. Its classes say what it is, and what colours it.
    Rect {
        area: Area,
        class: &'static str,
        hue: &'static str,
    },
    /// A line straight down or across.
    Line {
        from: (f64, f64),
        to: (f64, f64),
        class: &'static str,
    },
}

/// Where a rectangle lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Area {
    /// The same and so much more on all sides.
    pub(super) fn grown(self, by: f64) -> Self {
        Self {
            x: self.x - by,
            y: self.y - by,
            width: self.width + 2.0 * by,
            height: self.height + 2.0 * by,
        }
    }
}

/// Shapes, and how far down they reach.
#[derive(Debug)]
pub(super) struct Drawing {
    pub(super) shapes: Vec<Shape>,
    /// Where the next part begins.
    pub(super) y: f64,
}

impl Drawing {
    pub(super) const fn new() -> Self {
        Self {
            shapes: Vec::new(),
            y: MARGIN,
        }
    }

    pub(super) fn text(&mut self, x: f64, y: f64, set: Type, text: impl Into<String>) {
        let text = text.into();
        self.shapes.push(Shape::Text { x, y, set, text });
    }

    pub(super) fn rect(&mut self, area: Area, class: &'static str, hue: &'static str) {
        self.shapes.push(Shape::Rect { area, class, hue });
    }

    /// A line straight down at `x`.
    pub(super) fn down(&mut self, x: f64, from: f64, to: f64, class: &'static str) {
        let (from, to) = ((x, from), (x, to));
        self.shapes.push(Shape::Line { from, to, class });
    }

    /// A line across the picture, and some room around it.
    pub(super) fn rule(&mut self) {
        let (from, to) = (
            (MARGIN, self.y + 8.0),
            (WIDTH - MARGIN, self.y + 8.0),
        );
        self.shapes.push(Shape::Line {
            from,
            to,
            class: "rule",
        });
        self.y += 18.0;
    }

    /// Text below what is there, in as many lines as it needs.
    pub(super) fn paragraph(&mut self, set: Type, text: &str) {
        for line in words::wrap(text, set.size, WIDTH - 2.0 * MARGIN) {
            self.y += set.leading;
            self.text(
                MARGIN,
                self.y - set.leading * 0.28,
                set,
                line,
            );
        }
    }

    pub(super) fn space(&mut self, height: f64) {
        self.y += height;
    }

    /// How high the picture is.
    pub(super) fn height(&self) -> f64 {
        (self.y + MARGIN).ceil()
    }
}

//! Pictures in pixels.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, Url};

use super::files;

/// As many times the size of a picture.
const TIMES: f64 = 2.0;
/// The most pixels that every browser paints (Safari's limit), and the longest side.
const MOST_PIXELS: f64 = 16_777_216.0;
const LONGEST: f64 = 16_384.0;

/// Paints `svg` and offers it as a PNG file called `name`. Tells how many times its size it is painted:
/// twice, or as large as a canvas may be; `None` when the browser cannot read, paint or offer it. It does not
/// say why in a way that helps.
pub async fn download(name: &str, svg: &str) -> Option<f64> {
    try_download(name, svg).await.ok()
}

async fn try_download(name: &str, svg: &str) -> Result<f64, JsValue> {
    let image = read(svg).await?;
    let times = times(
        image.natural_width(),
        image.natural_height(),
    );
    let canvas = paint(&image, times)?;
    // A canvas that is too large for this browser gives no file.
    let png: Blob = JsFuture::from(png(&canvas)).await?.dyn_into()?;
    files::offer(name, &png)?;
    Ok(times)
}

async fn read(svg: &str) -> Result<HtmlImageElement, JsValue> {
    let url = Url::create_object_url_with_blob(&files::blob("image/svg+xml", svg)?)?;
    let image = HtmlImageElement::new()?;
    image.set_src(&url);
    let decoded = JsFuture::from(image.decode()).await;
    Url::revoke_object_url(&url)?;
    decoded.map(|_| image)
}

fn paint(image: &HtmlImageElement, times: f64) -> Result<HtmlCanvasElement, JsValue> {
    let document = super::window().document().ok_or(JsValue::NULL)?;
    let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
    let scaled = |side: u32| (f64::from(side) * times).floor() as u32;
    let (width, height) = (
        scaled(image.natural_width()),
        scaled(image.natural_height()),
    );
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: CanvasRenderingContext2d = context.dyn_into()?;
    let (width, height) = (f64::from(width), f64::from(height));
    context.draw_image_with_html_image_element_and_dw_and_dh(image, 0.0, 0.0, width, height)?;
    Ok(canvas)
}

/// The canvas as a file; nothing if the browser has none of it.
fn png(canvas: &HtmlCanvasElement) -> Promise {
    Promise::new(
        &mut |resolve: Function, reject: Function| {
            if let Err(error) = canvas.to_blob(&resolve) {
                drop(reject.call1(&JsValue::NULL, &error));
            }
        },
    )
}

/// How many times its size a picture is painted.
fn times(width: u32, height: u32) -> f64 {
    let (width, height) = (
        f64::from(width.max(1)),
        f64::from(height.max(1)),
    );
    TIMES
        .min((MOST_PIXELS / (width * height)).sqrt())
        .min(LONGEST / width.max(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_canvas_is_larger_than_browsers_paint() {
        for (width, height, expected) in [
            (960, 400, 2.0),
            (960, 4_369, 2.0),
            (960, 10_000, 1.322),
            (1, 30_000, 0.546),
            (0, 0, 2.0),
        ] {
            let times = times(width, height);
            assert!(
                (times - expected).abs() < 1e-3,
                "{width} × {height}: {times}"
            );
        }
    }
}

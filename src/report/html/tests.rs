//! Tests of the style sheet: its hash in the security policy, and the contrast of its colours.

use super::{STYLE, STYLE_HASH};
use crate::report::sourcing_view::tier_names;
use crate::sourcing::SourceTier;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

#[test]
fn policy_has_the_hash_of_the_style_sheet() {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut hash = "sha256-".to_owned();
    for three in Sha256::digest(STYLE).chunks(3) {
        let bits = three.iter().chain([&0, &0]).take(3).fold(0_usize, |bits, &byte| bits << 8 | usize::from(byte));
        let letters = (0..=three.len()).map(|at| char::from(LETTERS[bits >> (18 - 6 * at) & 63]));
        hash.extend(letters.chain(std::iter::repeat('=')).take(4));
    }
    assert_eq!(STYLE_HASH, hash, "page.css has changed: this is its hash now");
}

/// The colours (custom properties) of the light and of the dark scheme, in linear RGB.
fn schemes() -> [BTreeMap<&'static str, [f64; 3]>; 2] {
    let mut blocks = STYLE.split(":root {").skip(1).map(|rest| rest.split('}').next().expect("a block ends"));
    [(); 2].map(|()| {
        let block = blocks.next().expect("there is a light and a dark scheme");
        let colors = block.lines().filter_map(|line| line.trim().strip_prefix("--")?.split_once(": #"));
        colors
            .map(|(name, hex)| {
                let hex = u32::from_str_radix(hex.trim_end_matches(';'), 16).expect("six digits");
                (name, [hex >> 16, hex >> 8, hex].map(|part| linear(f64::from(part & 255) / 255.0)))
            })
            .collect()
    })
}

fn linear(part: f64) -> f64 {
    if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
}

/// The contrast ratio of two colours, as WCAG 2.2 defines it.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let luminance = |[r, g, b]: [f64; 3]| 0.2126 * r + 0.7152 * g + 0.0722 * b;
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn text_and_lines_have_enough_contrast() {
    let [light, dark] = schemes();
    assert_eq!(light.keys().collect::<Vec<_>>(), dark.keys().collect::<Vec<_>>());
    for colors in [&light, &dark] {
        let color = |name: &str| colors[name];
        let mut pairs = vec![("link", "panel", 4.5), ("soft", "panel", 4.5), ("paper", "ink", 7.0)];
        pairs.extend(["ink", "soft", "link", "error", "warning", "info"].map(|front| (front, "paper", 4.5)));
        for (front, back, least) in pairs {
            assert!(contrast(color(front), color(back)) >= least, "{front} on {back}");
        }
        for key in SourceTier::ALL.map(|tier| tier_names(tier).key) {
            let tint = color(&format!("{key}-tint"));
            assert!(contrast(color("ink"), tint) >= 7.0, "ink on {key}");
            assert!(contrast(color("link"), tint) >= 4.5, "a link on {key}");
            assert!(contrast(color(&format!("{key}-line")), color("paper")) >= 4.5, "the line of {key} on paper");
            assert!(contrast(color(&format!("{key}-line")), tint) >= 3.0, "the line of {key} on its tint");
            for severity in ["error", "warning", "info"] {
                assert!(contrast(color(severity), tint) >= 3.0, "{severity} on {key}");
            }
        }
    }
}

/// Matrices on linear RGB that simulate the absence of one kind of cone: Machado, Oliveira and Fernandes, "A
/// Physiologically-based Model for Simulation of Color Vision Deficiency" (2009), severity 1.0.
const VISION_MODELS: [(&str, [[f64; 3]; 3]); 4] = [
    ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]],
    ),
    (
        "deuteranopia",
        [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]],
    ),
    (
        "tritanopia",
        [[1.255_528, -0.076_749, -0.178_779], [-0.078_411, 0.930_809, 0.147_602], [0.004_733, 0.691_367, 0.303_900]],
    ),
];

/// A colour in Oklab, where distances approximate perceived differences.
fn oklab(color: [f64; 3]) -> [f64; 3] {
    let through =
        |matrix: [[f64; 3]; 3], color: [f64; 3]| matrix.map(|row| (0..3).map(|at| row[at] * color[at]).sum::<f64>());
    let cones = [
        [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
        [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
        [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
    ];
    let lab = [
        [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
        [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
        [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
    ];
    through(lab, through(cones, color).map(f64::cbrt))
}

#[test]
fn fills_differ_for_colour_blind_readers() {
    /// The least distance in Oklab between two fills. Neighbours in the bar also have a gap between them.
    const MIN_DISTANCE: f64 = 0.1;
    for colors in schemes() {
        for (vision, matrix) in VISION_MODELS {
            let seen = |tier| {
                let color = colors[format!("{}-fill", tier_names(tier).key).as_str()];
                let seen = matrix.map(|row| (0..3).map(|at| row[at] * color[at]).sum::<f64>().clamp(0.0, 1.0));
                oklab(seen)
            };
            for (at, a) in SourceTier::ALL.into_iter().enumerate() {
                for b in &SourceTier::ALL[at + 1..] {
                    let distance = (0..3).map(|i| (seen(a)[i] - seen(*b)[i]).powi(2)).sum::<f64>().sqrt();
                    assert!(distance >= MIN_DISTANCE, "{a:?} and {b:?} with {vision}: {distance:.3}");
                }
            }
        }
    }
}

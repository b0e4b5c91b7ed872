//! Fonts: BIZ UD Mincho and Gothic (in the program), then those of the ward in their order.

use std::sync::{Arc, LazyLock};
use typst::foundations::Bytes;
use typst::text::Font;

/// Font of running text.
pub(super) const BODY: &str = "BIZ UDMincho";
/// Font of headings, labels and diagrams.
pub(super) const HEADING: &str = "BIZ UDGothic";

static BUILT_IN: LazyLock<Fonts> = LazyLock::new(|| {
    let files: [&'static [u8]; 2] = [
        include_bytes!("../../../templates/fonts/BIZUDMincho-Regular.ttf"),
        include_bytes!("../../../templates/fonts/BIZUDGothic-Regular.ttf"),
    ];
    let fonts = files.into_iter().flat_map(|file| Font::iter(Bytes::new(file)));
    Fonts { all: fonts.collect(), ward: 2 }
});

/// The fonts of a run. A copy shares them.
#[derive(Clone)]
pub struct Fonts {
    all: Arc<[Font]>,
    /// Where those of the ward begin.
    ward: usize,
}

impl std::fmt::Debug for Fonts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.all.iter().map(|font| &font.info().family)).finish()
    }
}

impl Fonts {
    /// Returns the fonts that are built in.
    #[must_use]
    pub fn built_in() -> Self {
        BUILT_IN.clone()
    }

    /// Adds a font file of the ward (TrueType or OpenType, or a collection of them); tells whether it is one.
    ///
    /// Of a collection that holds the fonts of several countries the Japanese ones are taken.
    pub fn add(&mut self, file: Vec<u8>) -> bool {
        let faces: Vec<Font> = Font::iter(Bytes::new(file)).collect();
        let is_japanese = |font: &Font| font.info().family.split(' ').any(|word| word == "JP");
        let has_japanese = faces.iter().any(is_japanese);
        let taken = faces.into_iter().filter(|font| !has_japanese || is_japanese(font));
        let before = self.all.len();
        self.all = self.all.iter().cloned().chain(taken).collect();
        self.all.len() > before
    }

    pub(super) fn all(&self) -> &[Font] {
        &self.all
    }

    pub(super) fn get(&self, index: usize) -> Option<Font> {
        self.all.get(index).cloned()
    }

    /// Returns those of the ward.
    pub(super) fn ward(&self) -> &[Font] {
        self.all.get(self.ward..).unwrap_or_default()
    }

    /// Returns those that are built in.
    pub(super) fn own(&self) -> &[Font] {
        self.all.get(..self.ward).unwrap_or_default()
    }
}

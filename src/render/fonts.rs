//! The fonts inside the program (`templates/fonts/`, made by `make.sh` there; SIL Open Font License).

/// BIZ UD Gothic: half-width letters are half as wide as the full-width ones.
pub(super) static GOTHIC: &[u8] = include_bytes!("../../templates/fonts/BIZUDGothic-Regular.ttf");

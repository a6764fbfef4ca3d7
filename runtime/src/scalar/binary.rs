//! `Edm.Binary`.

use std::fmt;
use std::ops::{Deref, DerefMut};

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose};

use crate::model::{Event, Fault, View, Wire};

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::RequireNone)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// Bytes, base64 on the wire.
///
/// Both alphabets are read, however they are padded, and bits left over at the end are dropped: an
/// answer is not refused for that. The standard alphabet, padded, is written. `Debug` tells the length
/// only.
///
/// ```
/// use docmill_runtime::Binary;
///
/// let bytes: Binary = serde_json::from_str(r#""-_8""#)?;
/// assert_eq!(*bytes, [0xfb, 0xff]);
/// assert_eq!(serde_json::to_string(&bytes)?, r#""+/8=""#);
/// assert_eq!(bytes, serde_json::from_str(r#""+/9==""#)?);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Binary(pub Vec<u8>);

impl Deref for Binary {
    type Target = Vec<u8>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Binary {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl From<Vec<u8>> for Binary {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl From<&[u8]> for Binary {
    fn from(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Binary({} bytes)", self.0.len())
    }
}

impl Wire for Binary {
    fn read(event: Event<'_>) -> Result<Self, Fault> {
        let Event::Str(text) = event else {
            return Err(event.unexpected("base64"));
        };
        let engine = if text.contains(['-', '_']) { &URL_SAFE } else { &STANDARD };
        engine
            .decode(text.trim_end_matches('='))
            .map(Self)
            .map_err(|_| Fault::new("expected base64"))
    }

    fn view(&self) -> View<'_> {
        View::Text(general_purpose::STANDARD.encode(&self.0))
    }
}

crate::impl_serde!(Binary);

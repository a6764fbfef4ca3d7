//! `Edm.Guid`.

use uuid::Uuid;

use crate::model::{Event, Fault, View, Wire};

impl Wire for Uuid {
    fn read(event: Event<'_>) -> Result<Self, Fault> {
        match event {
            Event::Str(text) => Self::try_parse(text).map_err(|_| Fault::new("expected a GUID")),
            event => Err(event.unexpected("a GUID")),
        }
    }

    fn view(&self) -> View<'_> {
        View::Text(self.to_string())
    }
}

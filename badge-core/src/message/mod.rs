//! Code, reason and language become what happened and what to do next.

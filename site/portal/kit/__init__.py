"""Small tools that several capabilities share: no tables, no state, no domain. One file, one job."""

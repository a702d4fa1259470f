"""A made-up feed of free parking places (演示), in the schema of docs/PARKING.md."""

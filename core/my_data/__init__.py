"""What core keeps about a person (我的数据): to see, to take along, to have deleted."""

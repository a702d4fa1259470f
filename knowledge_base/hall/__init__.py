"""The service hall (行政服务大厅) and the places around it: what is known, and what is not."""

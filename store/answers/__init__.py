"""Every view, one file per question: ask, judge, and a frozen answer that every shell shows."""

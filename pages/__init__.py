"""The screens: one `render(desk, actor)` a page, in section folders."""

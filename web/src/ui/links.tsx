// Buttons and links that lead to other pages of the app.
import { Anchor, type AnchorProps, Button, type ButtonProps, Menu, type MenuItemProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import { type ComponentPropsWithoutRef, forwardRef } from "react";

type Own<P> = P & Omit<ComponentPropsWithoutRef<"a">, keyof P>;

export const ButtonLink = createLink(
  forwardRef<HTMLAnchorElement, Own<ButtonProps>>((props, ref) => (
    <Button ref={ref} component="a" {...props} />
  )),
);

export const AnchorLink = createLink(
  forwardRef<HTMLAnchorElement, Own<AnchorProps>>((props, ref) => <Anchor ref={ref} {...props} />),
);

export const MenuLink = createLink(
  forwardRef<HTMLAnchorElement, Own<MenuItemProps>>((props, ref) => (
    <Menu.Item ref={ref} component="a" {...props} />
  )),
);

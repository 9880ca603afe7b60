"""A page's tree walked through (遍历): every node in order, going in and coming out."""

from __future__ import annotations

from selectolax.lexbor import LexborNode


class Walker:
    """What is done going into a node (False: its children are passed by) and coming out."""

    def enter(self, node: LexborNode) -> bool:
        """Go into a node; whether its children are looked at."""
        raise NotImplementedError

    def leave(self, node: LexborNode) -> None:
        """Come out of a node that was gone into."""
        raise NotImplementedError


def visit(root: LexborNode, walker: Walker) -> None:
    """Every node below an element, without recursion: pages nest as deep as they like."""
    end, node = root.mem_id, root.first_child
    while node is not None:
        inside = walker.enter(node)
        child = node.first_child if inside else None
        if child is not None:
            node = child
            continue
        if inside:
            walker.leave(node)
        while (beside := node.next) is None:
            node = node.parent
            if node is None or node.mem_id == end:
                return
            walker.leave(node)
        node = beside

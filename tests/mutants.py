"""Every small change to a solution that a slip of the pen could make: operators, constants, axes, signs, names."""

import ast
import copy

OPERATORS = {
    ast.Add: [ast.Sub, ast.Mult], ast.Sub: [ast.Add], ast.Mult: [ast.Div, ast.Add], ast.Div: [ast.Mult],
    ast.Pow: [ast.Mult], ast.MatMult: [ast.Mult],
}  # fmt: skip
NAMES = {"mean": ["sum"], "sum": ["mean"], "ones": ["zeros"], "eye": ["ones"], "zeros": ["ones"], "diag": ["diagonal"]}


def mutants_of(source):
    """Pairs of (description, syntax tree of the file) for every mutant of every function in `source`."""
    tree = ast.parse(source)
    for index, node in enumerate(tree.body):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            spots = [spot for statement in body for spot in ast.walk(statement)]
            for spot_index, spot in enumerate(spots):
                for number, (what, _) in enumerate(_changes(spot, node)):
                    function = copy.deepcopy(node)  # and no other: all mutants of a file share what they leave alone
                    _apply(function, spot_index, number)
                    ast.fix_missing_locations(function)
                    changed = ast.Module([*tree.body[:index], function, *tree.body[index + 1 :]], tree.type_ignores)
                    where = f"line {spot.lineno - node.lineno} of {node.name}"
                    yield node.name, f"{where}: `{ast.unparse(spot)}` {what}", changed


def _apply(function, spot_index, number):
    body = function.body[1:] if ast.get_docstring(function) else function.body
    spot = [spot for statement in body for spot in ast.walk(statement)][spot_index]
    replacement = _changes(spot, function)[number][1]
    _Replace(spot, replacement).visit(function)


class _Replace(ast.NodeTransformer):
    def __init__(self, old, new):
        self.old, self.new = old, new

    def visit(self, node):
        return self.new if node is self.old else super().generic_visit(node)


def _changes(node, function):
    """What can be put in place of one node, each with its description."""
    found = []
    if isinstance(node, ast.BinOp):
        for operator in OPERATORS.get(type(node.op), []):
            found.append((f"with {operator.__name__}", ast.BinOp(node.left, operator(), node.right)))
        found += [("without its right side", node.left), ("without its left side", node.right)]
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        found.append(("without its sign", node.operand))
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        found.append((f"as {not node.value}", ast.Constant(not node.value)))
    elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        values = dict.fromkeys(v for v in (node.value + 1, node.value - 1, 2 * node.value, -node.value, 0))
        found += [(f"as {value}", ast.Constant(value)) for value in values if value != node.value]
    elif isinstance(node, ast.Attribute):
        found += [(f"as {name}", ast.Attribute(node.value, name, node.ctx)) for name in NAMES.get(node.attr, [])]
        if node.attr == "T":
            found.append(("without .T", node.value))
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) == 1:
        if node.func.attr in ("sqrt", "abs", "asarray"):
            found += [("without it", node.args[0])] if node.func.attr != "asarray" else []
    elif isinstance(node, ast.IfExp):
        found.append(("with its branches swapped", ast.IfExp(node.test, node.orelse, node.body)))
    elif isinstance(node, ast.Subscript):
        found.append(("without its index", node.value))
    elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load) and len(node.elts) > 1:
        found.append(("backwards", ast.Tuple(node.elts[::-1], node.ctx)))
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        arguments = [argument.arg for argument in function.args.args]
        if node.id in arguments:
            found += [(f"as {name}", ast.Name(name, node.ctx)) for name in arguments if name != node.id]
    return found

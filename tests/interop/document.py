"""Holds the document of a running server's API to OpenAPI 3.1, with openapi-spec-validator: python document.py ADDRESS"""

import copy
import json
import sys
import urllib.request

from openapi_spec_validator import OpenAPIV31SpecValidator, validate
from openapi_spec_validator.validation.exceptions import OpenAPIValidationError

with urllib.request.urlopen(sys.argv[1], timeout=30) as answer:
    document = json.load(answer)
assert document["openapi"].startswith("3.1."), document["openapi"]
validate(document, cls=OpenAPIV31SpecValidator)

# What it is here for: a query that is told as a part of the path.
wrong = copy.deepcopy(document)
queries = [
    parameter
    for operations in wrong["paths"].values()
    for operation in operations.values()
    for parameter in operation.get("parameters", [])
    if parameter["in"] == "query"
]
assert queries, "no operation has a query"
queries[0].update({"in": "path", "required": True})
try:
    validate(wrong, cls=OpenAPIV31SpecValidator)
except OpenAPIValidationError:
    print(len(document["paths"]), "paths,", len(queries), "queries")
else:
    sys.exit("a query in the path is not seen")

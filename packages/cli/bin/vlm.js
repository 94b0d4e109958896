#!/usr/bin/env node
// Stands in the repository, so that a package manager can link it before anything is built.
import "../dist/main.js";

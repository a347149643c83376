#!/bin/bash
touch /autograder/results/pwned /tmp/pwned

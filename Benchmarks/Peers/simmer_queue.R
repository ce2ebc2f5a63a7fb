# M/M/c in simmer: a trajectory and a generator, with the arrivals monitored so that the wait can be told.
# usage: Rscript simmer_queue.R CUSTOMERS SERVERS SEED
suppressPackageStartupMessages(library(simmer))

arguments <- as.numeric(commandArgs(TRUE))
customers <- arguments[1]
servers <- arguments[2]
set.seed(arguments[3])

to_come <- customers
gaps <- function() {
  if (to_come == 0) return(-1)
  batch <- min(to_come, 10000)
  to_come <<- to_come - batch
  rexp(batch, 0.9 * servers)
}

customer <- trajectory() |>
  seize("server") |>
  timeout(function() rexp(1, 1)) |>
  release("server")

arrivals <- simmer() |>
  add_resource("server", servers, mon = FALSE) |>
  add_generator("customer", customer, gaps, mon = 1) |>
  run() |>
  get_mon_arrivals()

cat(mean(arrivals$end_time - arrivals$start_time - arrivals$activity_time), "\n")

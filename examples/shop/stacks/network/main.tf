# terraform_data stands for real resources: this example needs no cloud and no provider download.

variable "environment" {
  type = string
}

variable "cidr" {
  type = string
}

variable "zones" {
  type = list(string)
}

resource "terraform_data" "vpc" {
  input = {
    name = "shop-${var.environment}"
    cidr = var.cidr
  }
}

resource "terraform_data" "subnet" {
  for_each = { for index, zone in var.zones : zone => cidrsubnet(var.cidr, 8, index) }

  input = {
    vpc  = terraform_data.vpc.id
    zone = each.key
    cidr = each.value
  }
}

output "vpc_id" {
  value = terraform_data.vpc.id
}

output "subnet_ids" {
  value = [for subnet in terraform_data.subnet : subnet.id]
}
